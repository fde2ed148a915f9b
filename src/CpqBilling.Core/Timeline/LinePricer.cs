using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>Gives every recurring line its prices and one-time charges (docs/rules/charges.md 3), and each its own price id (docs/rules/prices.md 2).</summary>
internal sealed class LinePricer(ContractLife life, Prices prices, ImmutableArray<CouponSpec> coupons, BillingSettings settings)
{
    private readonly BillingDay _day = life.Calendar.Day;
    private readonly ILookup<string?, CouponSpec> _couponsOfLine = coupons.ToLookup(coupon => coupon.LineId);
    private readonly BillMoments _bills = new(life, life.Calendar.Day);
    private readonly ChargePlanner _charges = new(life, settings, life.Calendar.Day);
    private readonly PeriodPrices _simplest = new(life, settings, prices.Currency);

    public Checked<PricedLines> Price()
    {
        var inUse = new PricesInUse();
        var read = Checked.All(
            life.Lines.Where(line => line.QuantityAtStart > 0)
                .Select(line =>
                {
                    var priced = PriceOf(line, inUse);
                    if (priced.HasValue)
                    {
                        inUse.Add(priced.Value.Line);
                    }

                    return priced;
                })
        );
        return read.Select(lines => new PricedLines(
            [.. lines.Select(row => row.Line)],
            [.. lines.Where(row => row.SharesMeter).Select(row => row.Line.Life.Line)]
        ));
    }

    private Checked<(PricedLine Line, bool SharesMeter)> PriceOf(LineLife line, PricesInUse inUse) =>
        Valued(line, life.EndOf(line, _day)).Then(valued => PriceOf(valued.Line, valued.Price, inUse));

    private Checked<(PricedLine Line, bool SharesMeter)> PriceOf(ChargedLine charged, PriceSpec shared, PricesInUse inUse)
    {
        var line = charged.Life;
        var charges = ChargesOf(charged);
        var chosen = charges.IsOneTimeThroughout && shared.Owner?.Type == "PricebookEntry" ? OwnPrice(charged) : shared;
        return charges.End <= line.From
            ? Checked.Failed<(PricedLine, bool)>(chosen.Errors)
            : from price in chosen
            from sharesMeter in SharesMeter(line, price, inUse, charges.End)
            select (Priced(charged, price, charges, !sharesMeter && inUse.IsTaken(price, line, charges.End)), sharesMeter);
    }

    private PricedLine Priced(ChargedLine charged, PriceSpec chosen, LineChargesPlan charges, bool isTaken)
    {
        var line = charged.Life;
        var zeroFrom = Start(charges.ZeroFrom);
        var isZeroThroughout = zeroFrom?.At <= line.From.At;
        return new PricedLine(
            line,
            !isZeroThroughout && isTaken ? prices.Variants.Duplicate(line.Line, chosen) : chosen,
            charges.ZeroFrom is null && charges.PricedFrom is null ? null : prices.Variants.Zero(line.Line, chosen),
            zeroFrom is { } at ? Boundary.Later(at, line.From) : null,
            charges.End,
            charges.Charges,
            [.. _couponsOfLine[line.Line.Id]]
        )
        {
            IsOneTimeThroughout = charges.IsOneTimeThroughout,
            IsListedForCredit = charges.IsListedForCredit,
            PricedFrom = Start(charges.PricedFrom),
            Value = charged.Value,
            Reductions = _charges.Reductions(charged),
        };
    }

    private LineChargesPlan ChargesOf(ChargedLine charged)
    {
        var line = charged.Life;
        if (line.Line.IsMetered)
        {
            return new LineChargesPlan([], charged.End);
        }

        var own = charged.Charges(line.QuantityAtStart, life, settings.ProrationPrecision, _day);
        var (charges, zeroFrom) = _charges.Plan(charged, own);
        var plan = new LineChargesPlan(charges, charged.End)
        {
            ZeroFrom = zeroFrom,
            PricedFrom = own.PricedFrom,
            IsOneTimeThroughout = line.IsInitial && own is { WholePeriods: 0, RemainderFrom: not null },
        };
        return charges.Any(charge => charge.Kind == ChargeKind.Credit && charge.At.At == charged.End.At) ? ListedForCredit(plan) : plan;
    }

    /// <summary>What is given back at the end needs a moment in which it is given.</summary>
    private LineChargesPlan ListedForCredit(LineChargesPlan plan) =>
        plan with
        {
            IsListedForCredit = true,
            ZeroFrom = plan.ZeroFrom is { } part && _day.StartOf(part) < plan.End.At ? part : _day.DateOf(plan.End.At),
            End = new Boundary(plan.End.At + Duration.FromSeconds(1)),
        };

    /// <summary>The line with the price of its periods: the simplest that CPQ's follows from, or what its tiers say.</summary>
    private Checked<(ChargedLine Line, PriceSpec Price)> Valued(LineLife line, Boundary end)
    {
        var from = _bills.IsBilledAt(line.From) ? line.From : line.From with { IsNow = true };
        var divided = new ChargedLine(line, new LineValue(line.Term, null, prices.Currency), from, end, ChargesFullPeriod(line));
        var hasRest = line.Line is { IsMetered: false, IsTiered: false } && !line.Term.IsOpen && HasRest(divided);
        var term = line.Term with { PeriodPrice = _simplest.Of(line, hasRest) };
        var charged = divided with { Value = divided.Value with { Term = term } };
        return prices.Reader.Choose(line.Line, NetPrice(charged)).Select(chosen => (WithTiers(charged, chosen), chosen));
    }

    private static ChargedLine WithTiers(ChargedLine line, PriceSpec price) =>
        price.Shape.IsTiered && !line.Life.Line.IsMetered ? line with { Value = line.Value with { Tiers = price.Shape } } : line;

    private bool HasRest(ChargedLine line) =>
        line.Charges(line.Life.Quantity, life, settings.ProrationPrecision, _day) is { Remainder: not null } or { Proration: not 0 };

    private Checked<PriceSpec> OwnPrice(ChargedLine line) => prices.Reader.ForLine(line.Life.Line, NetPrice(line), isRecurring: true);

    /// <summary>Of one unit; fractions of units are billed as one, at what they cost together.</summary>
    private static decimal NetPrice(ChargedLine line) =>
        line.Life.IsNetAmount ? MinorUnits.ToStripePrecision(line.Term.PeriodPrice * line.Life.Quantity) : line.Term.PeriodPrice;

    /// <summary>The switch is for a whole contract shorter than a period; segments and inner lines are always prorated.</summary>
    private bool ChargesFullPeriod(LineLife line) =>
        !settings.ProrateShortInitialTerm
        && line.IsInitial
        && line.Line.Segment is null
        && line.Term.Start == life.Start
        && line.Term.EndExclusive == life.End;

    /// <summary>
    /// A meter counts a customer's usage once per item, so only one line may bill it at a time (docs/rules/prices.md 6): the later one has
    /// no item as long as the other runs, and takes over, at the same price, should that end first.
    /// </summary>
    private static Checked<bool> SharesMeter(LineLife line, PriceSpec price, PricesInUse inUse, Boundary end)
    {
        if (price.Shape.Recurring is not { IsMetered: true, Meter: { } meter } || inUse.OnMeter(meter, line, end) is not { } other)
        {
            return false;
        }

        var isSame = other.Price.Shape.DifferenceFrom(price.Shape) is null;
        return Checked.Of(true, isSame ? null : ShapeErrors.MeterPricesDiffer(line.Line.Ref, price.NewMeter?.EventName ?? meter));
    }

    private Boundary? Start(LocalDate? date) => date is { } day ? new Boundary(_day.StartOf(day)) : null;

    /// <param name="End">When the line ends in Stripe.</param>
    private sealed record LineChargesPlan(ImmutableArray<OneTimeCharge> Charges, Boundary End)
    {
        public LocalDate? ZeroFrom { get; init; }

        public LocalDate? PricedFrom { get; init; }

        public bool IsOneTimeThroughout { get; init; }

        public bool IsListedForCredit { get; init; }
    }
}
