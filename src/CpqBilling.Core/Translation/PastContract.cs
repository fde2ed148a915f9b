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

    /// <summary>Why nothing is made, or null where one invoice is to bill it all.</summary>
    public static TranslationResult? Decide(TranslationContext context, BillingTimeline timeline)
    {
        var (start, end) = (context.Day.DateOf(timeline.Phases[0].Start.At), context.Day.DateOf(timeline.Phases[^1].End.At).PlusDays(-1));
        switch (context.Settings.FullyPastOrders)
        {
            case FullyPastOrders.Invoice:
                return null;
            case FullyPastOrders.Skip:
                return new Skipped(
                    $"The contract ran from {start:uuuu-MM-dd} to {end:uuuu-MM-dd} and was over before it was synced (fullyPastOrders)."
                );
            default:
                var sold = context.Contract.Orders.SelectMany(order => order.Lines).Where(line => !line.IsSkipped).Sum(Total);
                var amount = $"{MinorUnits.Trim(sold)} {context.Currency.Code.ToUpperInvariant()}";
                context.Errors.Add(OrderErrors.FullyPast(context.Contract.Initial.Ref, $"{start:uuuu-MM-dd}", $"{end:uuuu-MM-dd}", amount));
                return new Rejected(context.Errors.ToImmutable());
        }
    }

    /// <summary>Stripe begins a schedule within five years of today, before or after.</summary>
    public static void CheckStart(TranslationContext context, BillingTimeline timeline)
    {
        var today = context.Day.DateOf(context.Snapshot.Now);
        var start = context.Day.DateOf(timeline.Phases[0].Start.At);
        if (start <= today.PlusYears(-MostYearsAway) || start >= today.PlusYears(MostYearsAway))
        {
            context.Errors.Add(OrderErrors.StartTooFarAway(context.Contract.Initial.Ref, $"{start:uuuu-MM-dd}"));
        }
    }

    private static decimal Total(OrderLine line) => line.Quantity * (line.UnitPrice ?? 0) * (line.IsRebate ? -1 : 1);
}
