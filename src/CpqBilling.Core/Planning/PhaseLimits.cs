using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Planning;

/// <summary>How many recurring lines Stripe takes at a time, which depends on how it bills the contract.</summary>
/// <remarks>
/// Classic billing takes 20, flexible billing 100. A contract is made flexible where it needs to be; one that Stripe bills the classic
/// way already cannot be changed by a schedule (docs/decisions/0034).
/// </remarks>
internal static class PhaseLimits
{
    private const int MostItemsFlexible = 100;

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
        ];
    }
}
