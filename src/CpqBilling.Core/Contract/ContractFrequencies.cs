using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Contract;

/// <summary>Gives lines that have no billing period of their own one of their contract's, for Stripe's items need one.</summary>
/// <remarks>
/// A line whose whole term is charged on its first day is listed at no price from then on, and a free line without a frequency is
/// listed for the record: of several periods of the contract they take the longest. The first order decides, so that later orders
/// change nothing that runs.
/// </remarks>
internal static class ContractFrequencies
{
    public static BillingContract Settle(BillingContract contract)
    {
        var all = contract.Orders.SelectMany(Recurring).ToList();
        if (!all.Exists(line => line.IsWholeTerm || HasNone(line)))
        {
            return contract;
        }

        var period = PeriodOf(Recurring(contract.Initial)) ?? PeriodOf(all) ?? LongestTerm(all);
        var settled = contract.Orders.ToDictionary(order => order.Id, order => Settle(order, period));
        return new BillingContract(
            settled[contract.Initial.Id],
            [.. contract.Amendments.Select(order => settled[order.Id])],
            settled.GetValueOrDefault(contract.Trigger.Id, contract.Trigger)
        );
    }

    private static Order Settle(Order order, int period) =>
        order with
        {
            Lines = [.. order.Lines.Select(line => line.IsWholeTerm || HasNone(line) ? line with { PeriodMonths = period } : line)],
        };

    private static IEnumerable<OrderLine> Recurring(Order order) => order.Lines.Where(line => line is { IsRecurring: true, IsSkipped: false });

    private static bool HasNone(OrderLine line) => line is { Frequency: null, UnitPrice: null or 0, IsRecurring: true, IsTiered: false };

    private static int? PeriodOf(IEnumerable<OrderLine> lines) =>
        lines.Where(line => !line.IsWholeTerm && !HasNone(line)).Select(line => line.PeriodMonths).Max();

    /// <summary>Nothing is billed by the period: one that is as long as the lines, or as Stripe allows.</summary>
    private static int LongestTerm(List<OrderLine> lines)
    {
        var terms = lines
            .Where(line => line.IsWholeTerm && line.Start < line.EndExclusive)
            .Select(line => TermLength.Between(line.Start!.Value, line.EndExclusive!.Value, ProrationPrecision.Month, null).Value);
        return (int)Math.Clamp(terms.DefaultIfEmpty(1).Max(), 1, BillingFrequencies.MostMonths);
    }
}
