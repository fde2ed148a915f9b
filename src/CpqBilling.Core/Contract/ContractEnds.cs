using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>The days with which an amendment may end: CPQ makes a contract of each end date when an order is contracted.</summary>
/// <param name="Latest">The day after the last of the whole contract.</param>
/// <param name="OfLines">The days after the last ones of lines of the first order.</param>
public sealed record ContractEnds(LocalDate Latest, ImmutableHashSet<LocalDate> OfLines)
{
    /// <summary>Something in the contract never ends by itself.</summary>
    public bool AreOpen => Latest == OpenEnd.Date;

    public static ContractEnds Of(Order initial, OrderTerms terms, LocalDate latest) =>
        new(
            latest,
            terms.ShiftsLines
                ? [latest]
                :
                [
                    latest,
                    .. initial
                        .Lines.Where(line => line is { IsRecurring: true, IsSkipped: false })
                        .Select(line => line.EndExclusive)
                        .OfType<LocalDate>(),
                ]
        );

    /// <summary>The end that is meant by the first of the dates that is one, else the contract's.</summary>
    public LocalDate Meant(params ReadOnlySpan<LocalDate?> stated)
    {
        foreach (var date in stated)
        {
            if (date is { } end && OfLines.Contains(end))
            {
                return end;
            }
        }

        return Latest;
    }
}
