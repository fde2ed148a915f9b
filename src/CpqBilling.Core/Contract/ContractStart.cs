using CpqBilling.Core.Cpq;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>From when a contract is billed: the first day of its first recurring line, however early the quote begins.</summary>
/// <remarks>Stripe's periods begin when something runs; counted from the quote they would be others than those that are billed.</remarks>
internal static class ContractStart
{
    /// <summary>Null where neither mapping nor quote say when the order begins; what is wrong is told when it is read.</summary>
    public static LocalDate? Of(Order initial, TermReader terms)
    {
        if (initial.Quote is null || terms.FindStart(initial) is not { } order)
        {
            return null;
        }

        return initial
            .Lines.Where(line => line is { IsRecurring: true, IsSkipped: false, IsRebate: false, Quantity: > 0 })
            .Select(line => order.IsMapped && line.Segment is null ? order.Date : line.Start ?? order.Date)
            .DefaultIfEmpty(order.Date)
            .Min();
    }
}
