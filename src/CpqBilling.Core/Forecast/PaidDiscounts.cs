using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Core.Forecast;

/// <summary>Settles what coupons cannot do by themselves: discounts of bills that were missed, and credits of what was paid for less.</summary>
/// <remarks>docs/decisions/0043.</remarks>
internal static class PaidDiscounts
{
    public static BillingTimeline Settle(BillingTimeline timeline, ScheduleBilling billing, BillingDay day)
    {
        if (timeline.Coupons.IsEmpty || timeline.Phases.IsEmpty)
        {
            return timeline;
        }

        var late = new LateDiscounts(timeline, billing, day).Settle();
        var bills = new LineBills(late, billing, day);
        return WithoutMissed(WithNetCredits(late, bills, day), bills, billing, day);
    }

    /// <summary>A credit gives back what was paid; what was free is credited nothing.</summary>
    private static BillingTimeline WithNetCredits(BillingTimeline timeline, LineBills bills, BillingDay day)
    {
        var lines = timeline.Lines.ToDictionary(line => line.Life.Line.Id);
        return timeline with
        {
            Phases =
            [
                .. timeline.Phases.Select(phase =>
                    phase.Charges.Any(charge => charge.Kind == ChargeKind.Credit)
                        ? phase with
                        {
                            Charges = [.. phase.Charges.Select(charge => Net(charge, phase, lines, bills, day)).Where(charge => charge.Unit != 0)],
                        }
                        : phase
                ),
            ],
        };
    }

    private static TimelineCharge Net(
        TimelineCharge charge,
        TimelinePhase phase,
        Dictionary<string, PricedLine> lines,
        LineBills bills,
        BillingDay day
    ) =>
        charge.Kind == ChargeKind.Credit
            ? charge with
            {
                Unit = MinorUnits.ToStripePrecision(
                    charge.Unit * bills.PaidPart(lines[charge.Line.Id], charge.Since ?? day.DateOf(phase.Start.At), phase.Start.At)
                ),
            }
            : charge;

    /// <summary>
    /// Stripe bills the missed periods of a start in the past at once and would discount them as one: what each bill would have had
    /// taken off comes as one negative item, and coupons stand only on bills still to come.
    /// </summary>
    private static BillingTimeline WithoutMissed(BillingTimeline timeline, LineBills bills, ScheduleBilling billing, BillingDay day)
    {
        if (timeline.MadeLateAt is not { } madeAt || billing.Past == PastBilling.BilledElsewhere)
        {
            return timeline;
        }

        var missed = bills
            .Before(madeAt)
            .SelectMany(bill => bill.Invoice.Lines)
            .Where(line => line.Discount > 0 && (billing.Past == PastBilling.Billed || line.Kind is not null || !line.Line.IsRecurring))
            .ToList();
        var phases = ImmutableArray.CreateBuilder<TimelinePhase>();
        foreach (var phase in timeline.Phases.Select(phase => IsMissed(phase, madeAt) ? Undiscounted(phase) : phase))
        {
            if (phases.Count > 0 && phase.Continues(phases[^1]))
            {
                phases[^1] = phases[^1] with { End = phase.End, Items = phase.Items };
                continue;
            }

            phases.Add(phase);
        }

        if (missed.Count > 0)
        {
            var line = timeline.Lines.FirstOrDefault(line => line.Life.Line.Id == missed[0].Line.Id) ?? timeline.Lines[0];
            var charge = DiscountCharge.Of(line, missed.Sum(entry => entry.Discount), timeline.Life.Start, day.DateOf(madeAt));
            phases[0] = phases[0] with { Charges = [.. phases[0].Charges, charge] };
        }

        return timeline with
        {
            Phases = phases.ToImmutable(),
        };
    }

    private static bool IsMissed(TimelinePhase phase, Instant madeAt) => phase.Start.At < madeAt && !phase.Start.IsNow;

    private static TimelinePhase Undiscounted(TimelinePhase phase) =>
        phase with
        {
            Discounts = [],
            Items = [.. phase.Items.Select(item => item with { Coupons = [] })],
            Charges = [.. phase.Charges.Select(charge => charge with { Coupons = [] })],
        };
}
