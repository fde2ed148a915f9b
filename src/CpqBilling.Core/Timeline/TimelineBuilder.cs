using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>Lays the priced lines over each other: a phase begins wherever the set of lines, a quantity or a price changes (docs/rules/charges.md 11).</summary>
internal sealed class TimelineBuilder(ContractLife life, Prices prices, ImmutableArray<CouponSpec> coupons, BillingSettings settings)
{
    private readonly BillingDay _day = life.Calendar.Day;

    /// <summary>When the schedule is or was made, where that was after the contract's first day: what was billed by then cannot have a coupon.</summary>
    public Instant? MadeLateAt { get; init; }

    public Checked<BillingTimeline> Build()
    {
        var placement = new CouponPlacement(life, coupons, settings, _day);
        var charges = new LineChargeMaker(life, prices, coupons, placement, settings);
        return from lines in new LinePricer(life, prices, coupons, settings).Price()
            from rebates in new RebatePricer(life, prices, settings).Price()
            let taken = new RebatePlacement(life, rebates, prices.Variants)
            from phases in Phases(lines.Lines, rebates, placement, new PhaseLayout(life, prices, placement, charges)).After(taken.FrequencyErrors())
            let placed = phases.Select(taken.Place).ToList()
            let split = Merged(placed, FirstBill(rebates)).Select(OneTimeOverflow.Split).ToList()
            from invoices in Invoices(charges).After(taken.BillErrors(placed))
            select new BillingTimeline(life, [.. split.SelectMany(row => row.Phases)], lines.Lines, lines.LeftOut)
            {
                Coupons = [.. coupons, .. OfRebates(placed)],
                Rebates = rebates,
                Notes = [.. charges.Notes()],
                MadeLateAt = MadeLateAt,
                Invoices = [.. invoices, .. split.SelectMany(row => row.Invoices)],
            };
    }

    private static IEnumerable<CouponSpec> OfRebates(IEnumerable<TimelinePhase> phases) =>
        phases.SelectMany(phase => phase.Discounts).Where(coupon => coupon.Rebate is not null).DistinctBy(coupon => coupon.Key);

    /// <summary>One phase from each cut to the next; a stretch in which nothing runs is an error.</summary>
    private Checked<ImmutableArray<TimelinePhase>> Phases(
        ImmutableArray<PricedLine> lines,
        ImmutableArray<PricedLine> rebates,
        CouponPlacement placement,
        PhaseLayout layout
    )
    {
        ImmutableArray<PricedLine> all = [.. lines, .. rebates];
        var cuts = PhaseCuts.Of(life, all, [.. placement.Ends, .. FirstBill(rebates) is { } bill ? [bill] : Array.Empty<Instant>()]);
        var running = PhaseCuts.Running(lines, cuts);
        var due = all.SelectMany(line => line.Charges, (line, charge) => new DueCharge(line, charge)).ToLookup(row => row.Charge.At.At);
        var ordersInForce = new OrdersInForce(life, _day);
        var last = running.FindLastIndex(lines => lines.Count > 0);
        return Checked.All(
            Enumerable
                .Range(0, last + 1)
                .Select(index =>
                {
                    var stretch = new Stretch(cuts[index], cuts[index + 1], IsFirst: index == 0, IsLast: index == last);
                    if (running[index].Count == 0)
                    {
                        return OrderErrors.GapInContract(life.Contract.Initial.Ref, Date(stretch.Start), Date(stretch.End));
                    }

                    var takingOff = rebates.Where(line => line.Life.From <= stretch.Start && stretch.Start < line.End);
                    var order = ordersInForce.LastAt(stretch.Start, running[index].Concat(takingOff));
                    return layout.Of(stretch, order, running[index], due[stretch.Start.At]).Select(placement.Place);
                })
        );
    }

    /// <summary>Where nothing changes a phase goes on, unless bills begin there that can have a coupon.</summary>
    private static List<TimelinePhase> Merged(IEnumerable<TimelinePhase> phases, Instant? firstBill)
    {
        var merged = new List<TimelinePhase>();
        foreach (var phase in phases)
        {
            if (merged.Count > 0 && phase.Continues(merged[^1]) && phase.Start.At != firstBill)
            {
                merged[^1] = merged[^1] with { End = phase.End, Items = phase.Items };
            }
            else
            {
                merged.Add(phase);
            }
        }

        return merged;
    }

    /// <summary>The first bill after the schedule was made late: coupons begin there. Null where there are none.</summary>
    private Instant? FirstBill(ImmutableArray<PricedLine> rebates) =>
        (coupons.IsEmpty && rebates.IsEmpty) || life.Lines.IsEmpty || MadeLateAt is not { } madeAt
            ? null
            : life
                .Lines.Select(line => life.Calendar.Of(line.Term.ChargedMonths))
                .Distinct()
                .Select(calendar =>
                    Enumerable.Range(calendar.IndexAtOrAfter(_day.DateOf(madeAt)), 2).Select(index => _day.StartOf(calendar.Nth(index)))
                )
                .Select(bills => bills.First(at => at >= madeAt))
                .Min();

    private Checked<ImmutableArray<TimelineInvoice>> Invoices(LineChargeMaker charges) =>
        Checked.All(
            life.Orders.Where(order => !order.InvoicedLines.IsEmpty || !order.InvoicedReturns.IsEmpty).Select(order => Invoice(order, charges))
        );

    private Checked<TimelineInvoice> Invoice(AppliedOrder applied, LineChargeMaker charges) =>
        from sold in Checked.All(applied.InvoicedLines.Select(charges.OfOneTimeLine))
        from returned in Checked.All(applied.InvoicedReturns.Select(charges.OfReturn))
        select new TimelineInvoice(
            applied.Order,
            applied.InvoicedAt,
            [.. sold, .. returned],
            [.. coupons.Where(coupon => coupon.LineId is null && coupon.OrderId == applied.Order.Id && IsForInvoice(coupon, applied))],
            applied.IsInvoice
        );

    /// <summary>An order that has a schedule as well keeps there what is given once, or as an amount.</summary>
    private bool IsForInvoice(CouponSpec coupon, AppliedOrder applied) =>
        applied.IsInvoice || applied.Order != life.Contract.Initial || coupon is { IsPercentage: true, IsOnce: false };

    private string Date(Boundary boundary) => $"{_day.DateOf(boundary.At):uuuu-MM-dd}";
}
