using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.StripeState;
using NodaTime;

namespace CpqBilling.Core.Comparison;

/// <summary>Compares a schedule with what Stripe answered when it was last sent: a difference was made by somebody else.</summary>
public static class HeldPhases
{
    public static ImmutableArray<HeldPhase> Of(IEnumerable<PhaseState> phases) =>
        [.. phases.Select(phase => new HeldPhase(phase.Start, phase.End, Items(phase), Items(phase.OneTimeItems)))];

    /// <summary>The first difference in words, or null; what is over cannot be changed and does not count.</summary>
    public static string? Difference(ImmutableArray<HeldPhase> sent, ScheduleState schedule, Instant now)
    {
        var then = sent.Where(phase => phase.End > now).ToList();
        var held = Of(schedule.Phases.Where(phase => phase.End > now));
        return then.Count != held.Length
            ? $"{held.Length} current and future phases instead of {then.Count}"
            : then.Zip(held, (before, phase) => Difference(before, phase, now)).FirstOrDefault(difference => difference is not null);
    }

    private static string? Difference(HeldPhase sent, HeldPhase held, Instant now)
    {
        var day = NodaTime.Text.InstantPattern.General.Format(held.Start);
        return sent.Start != held.Start || sent.End != held.End ? $"the phase from {day} has other dates"
            : sent.Items != held.Items ? $"the phase from {day} has other items, quantities, prices or discounts"
            : held.Start > now && sent.OneTimeItems != held.OneTimeItems ? $"the phase from {day} has other one-time items"
            : null;
    }

    private static string Items(PhaseState phase) => $"{Items(phase.Items)} {string.Join(',', phase.Discounts)}".TrimEnd();

    private static string Items(ImmutableArray<PhaseItemState> items) =>
        string.Join(' ', items.Select(item => $"{item.Price.Id}x{item.Quantity}{string.Concat(item.Discounts.Select(coupon => $"-{coupon}"))}"));
}
