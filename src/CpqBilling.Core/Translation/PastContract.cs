using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Core.Translation;

/// <summary>Contracts that no schedule can begin any more: over already, or too long ago.</summary>
internal static class PastContract
{
    private const int MostYearsAway = 5;

    public static bool IsOver(BillingTimeline timeline, Instant now) => timeline.Phases[^1].End.At <= now;

    /// <summary>An invoice of it all, nothing, or that somebody must say so (fullyPastOrders).</summary>
    public static Checked<Due> Due(BillableContract contract, BillingTimeline timeline)
    {
        var (start, end) = (contract.Day.DateOf(timeline.Phases[0].Start.At), contract.Day.DateOf(timeline.Phases[^1].End.At).PlusDays(-1));
        return contract.Settings.FullyPastOrders switch
        {
            FullyPastOrders.Invoice => new Due.Invoices([.. contract.Contract.Orders], null),
            FullyPastOrders.Skip => new Due.Nothing(
                $"The contract ran from {start:uuuu-MM-dd} to {end:uuuu-MM-dd} and was over before it was synced (fullyPastOrders)."
            ),
            _ => OrderErrors.FullyPast(contract.Initial.Ref, $"{start:uuuu-MM-dd}", $"{end:uuuu-MM-dd}", Sold(contract)),
        };
    }

    /// <summary>Stripe begins a schedule within five years of today, before or after.</summary>
    public static SyncError? StartError(BillableContract contract, BillingTimeline timeline)
    {
        var today = contract.Day.DateOf(contract.Now);
        var start = contract.Day.DateOf(timeline.Phases[0].Start.At);
        return start <= today.PlusYears(-MostYearsAway) || start >= today.PlusYears(MostYearsAway)
            ? OrderErrors.StartTooFarAway(contract.Initial.Ref, $"{start:uuuu-MM-dd}")
            : null;
    }

    private static string Sold(BillableContract contract)
    {
        var total = contract.Contract.Orders.SelectMany(order => order.Lines).Where(line => !line.IsSkipped).Sum(Total);
        return $"{MinorUnits.Trim(total)} {contract.Currency.Code.ToUpperInvariant()}";
    }

    private static decimal Total(OrderLine line) => line.Quantity * (line.UnitPrice ?? 0) * (line.IsRebate ? -1 : 1);
}
