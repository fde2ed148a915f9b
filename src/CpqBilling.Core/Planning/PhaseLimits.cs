using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Planning;

/// <summary>How many recurring lines Stripe takes at a time, which depends on how it bills the contract, and for how long.</summary>
/// <remarks>
/// Classic billing takes 20, flexible billing 100. A contract is made flexible where it needs to be; one that Stripe bills the classic
/// way already cannot be changed by a schedule (docs/decisions/0034).
/// </remarks>
internal static class PhaseLimits
{
    private const int MostItemsFlexible = 100;
    private const int MostYears = 20;

    /// <param name="held">The contract's schedule in Stripe, if there is one.</param>
    public static bool IsFlexible(BillingTimeline timeline, BillingSettings settings, ScheduleState? held) =>
        held?.IsFlexible
        ?? (
            settings.BillingMode == BillingMode.Flexible
            || settings.MixedBillingFrequencies == MixedFrequencies.Flexible
            || (settings.BillingMode == BillingMode.Auto && timeline.Phases.Max(phase => phase.Items.Length) > settings.MaxPhaseItems)
        );

    public static ImmutableArray<SyncError> Errors(BillingTimeline timeline, BillingSettings settings, ScheduleState? held)
    {
        if (timeline.Phases.IsEmpty)
        {
            return [];
        }

        var isFlexible = IsFlexible(timeline, settings, held);
        var most = isFlexible ? MostItemsFlexible : settings.MaxPhaseItems;
        return
        [
            .. from phase in timeline.Phases
            let count = phase.Items.Length
            where count > most
            select isFlexible ? ShapeErrors.TooManyItems(phase.Order.Ref, count, most)
            : held is null ? ShapeErrors.TooManyItemsByChoice(phase.Order.Ref, count, most)
            : ShapeErrors.TooManyItemsForClassic(phase.Order.Ref, count, most),
            .. IsTooLong(timeline, held)
                ? [ShapeErrors.LongerThanASchedule(timeline.Life.Contract.Initial.Ref, MostYears)]
                : Array.Empty<SyncError>(),
        ];
    }

    /// <summary>What Stripe holds already is as long as it took it.</summary>
    private static bool IsTooLong(BillingTimeline timeline, ScheduleState? held) =>
        held is null
        && !timeline.IsOpen
        && timeline.Phases[^1].End.At > timeline.Phases[0].Start.At.InUtc().LocalDateTime.PlusYears(MostYears).InUtc().ToInstant();
}
