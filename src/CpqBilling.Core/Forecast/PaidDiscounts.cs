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
                            Charges =
                            [
                                .. phase.Charges.Select(charge => Net(charge, phase.Start.At, lines, bills, day)).Where(charge => charge.Unit != 0),
                            ],
                        }
                        : phase
                ),
            ],
            Invoices =
            [
                .. timeline.Invoices.Select(invoice =>
                    invoice with
                    {
                        Charges =
                        [
                            .. invoice.Charges.Select(charge => Net(charge, invoice.At.At, lines, bills, day)).Where(charge => charge.Unit != 0),
                        ],
                    }
                ),
            ],
        };
    }

    private static TimelineCharge Net(TimelineCharge charge, Instant at, Dictionary<string, PricedLine> lines, LineBills bills, BillingDay day)
    {
        if (charge.Kind != ChargeKind.Credit || charge.Unit >= 0)
        {
            return charge;
        }

        var part = lines.TryGetValue(charge.Line.Id, out var line)
            ? bills.PaidPart(line, charge.Since ?? day.DateOf(at), at)
            : bills.PaidPart(charge.Line.Id, at);
        return charge with { Unit = MinorUnits.ToStripePrecision(charge.Unit * part) };
    }

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
            .Where(line => Off(line) > 0 && (billing.Past == PastBilling.Billed || line.Kind is not null || !line.Line.IsRecurring))
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
            var line = timeline.Lines.Concat(timeline.Rebates).FirstOrDefault(line => line.Life.Line.Id == missed[0].Line.Id) ?? timeline.Lines[0];
            var charge = DiscountCharge.Of(line, missed.Sum(Off), timeline.Life.Start, day.DateOf(madeAt));
            phases[0] = phases[0] with { Charges = [.. phases[0].Charges, charge] };
        }

        return timeline with
        {
            Phases = phases.ToImmutable(),
        };
    }

    /// <summary>By discounts, or by a line with a negative price, which is a coupon of our own.</summary>
    private static decimal Off(ForecastLine line) => line is { Kind: null, Line.IsRebate: true } ? line.Discount - line.Amount : line.Discount;

    private static bool IsMissed(TimelinePhase phase, Instant madeAt) => phase.Start.At < madeAt && !phase.Start.IsNow;

    private static TimelinePhase Undiscounted(TimelinePhase phase) =>
        phase with
        {
            Discounts = [],
            Items = [.. phase.Items.Select(item => item with { Coupons = [] })],
            Charges = [.. phase.Charges.Select(charge => charge with { Coupons = [] })],
        };
}
