using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>What the customer should have, phase by phase: the overlay of all lines' intervals.</summary>
/// <param name="LeftOut">Metered lines that count on a meter another line already bills at the same price.</param>
public sealed record BillingTimeline(
    ContractLife Life,
    ImmutableArray<TimelinePhase> Phases,
    ImmutableArray<PricedLine> Lines,
    ImmutableArray<OrderLine> LeftOut
)
{
    public Termination? Termination => Life.Termination;

    /// <summary>Something goes on without an end, and with it the last phase.</summary>
    public bool IsOpen => !Phases.IsEmpty && Phases[^1].End.IsOpen;

    /// <summary>Of all orders and lines.</summary>
    public ImmutableArray<CouponSpec> Coupons { get; init; } = [];

    /// <summary>Lines with a negative price, by what they take off.</summary>
    public ImmutableArray<PricedLine> Rebates { get; init; } = [];

    public ImmutableArray<OrderNote> Notes { get; init; } = [];

    /// <summary>When the schedule is or was made, where that was after the contract's first day.</summary>
    public Instant? MadeLateAt { get; init; }

    /// <summary>Whether both bill the same: dates, lines, quantities, prices, one-time items and discounts.</summary>
    public bool BillsLike(BillingTimeline other) =>
        Phases.Length == other.Phases.Length
        && Phases.Zip(other.Phases).All(pair => pair.First.BillsLike(pair.Second))
        && Invoices.SelectMany(invoice => invoice.Bills).SequenceEqual(other.Invoices.SelectMany(invoice => invoice.Bills));

    /// <summary>Beside the bills of the schedule.</summary>
    public ImmutableArray<TimelineInvoice> Invoices { get; init; } = [];

    /// <summary>Those that ask for something; of others everything was taken back.</summary>
    public IEnumerable<TimelineInvoice> MadeInvoices => Invoices.Where(invoice => !invoice.Charges.IsEmpty);

    /// <summary>Phases that are not over at an instant.</summary>
    public ImmutableArray<TimelinePhase> OpenPhases(Instant now) => [.. Phases.Where(phase => phase.End.IsNow || phase.End.At > now)];
}

/// <param name="End">Exclusive; phases touch.</param>
/// <param name="Order">The last order that changed something here; its id stands in the metadata.</param>
/// <param name="Discounts">Coupons of that order.</param>
/// <param name="Segment">The ramp segment, if one runs here.</param>
/// <param name="IsPartPeriod">The end of an initial line that was charged once (backend proration).</param>
public sealed record TimelinePhase(
    Boundary Start,
    Boundary End,
    Order Order,
    ImmutableArray<TimelineItem> Items,
    ImmutableArray<TimelineCharge> Charges,
    ImmutableArray<CouponSpec> Discounts,
    Segment? Segment,
    bool IsPartPeriod
)
{
    /// <summary>Whether billing dates are counted from here: the first billing day of a contract that began before it.</summary>
    public bool IsAnchor { get; init; }

    public TimelinePhase WithoutCouponsOfOnce() =>
        this with
        {
            Items = [.. Items.Select(item => item with { Coupons = item.Coupons.RemoveAll(coupon => coupon.IsOnce) })],
            Discounts = Discounts.RemoveAll(coupon => coupon.IsOnce),
        };

    public bool BillsLike(TimelinePhase other) =>
        Start == other.Start
        && End == other.End
        && Discounts.Select(coupon => coupon.Key).SequenceEqual(other.Discounts.Select(coupon => coupon.Key))
        && Items.Select(item => item.Bills).SequenceEqual(other.Items.Select(item => item.Bills))
        && Charges.Select(charge => charge.Bills).SequenceEqual(other.Charges.Select(charge => charge.Bills));

    /// <summary>Whether nothing changes where this phase begins: a line that shares a meter began or ended, for example.</summary>
    public bool Continues(TimelinePhase before) =>
        Charges.IsEmpty
        && !IsAnchor
        && Order == before.Order
        && IsPartPeriod == before.IsPartPeriod
        && Segment == before.Segment
        && Discounts.SequenceEqual(before.Discounts)
        && Items.Length == before.Items.Length
        && Items.Zip(before.Items).All(pair => pair.First.IsLike(pair.Second));
}

/// <param name="Quantity">Null on metered items.</param>
/// <param name="RemovedBy">What ends the line when this phase ends, for termination metadata.</param>
public sealed record TimelineItem(PricedLine Line, PriceSpec Price, long? Quantity, ImmutableArray<CouponSpec> Coupons, LineRemoval? RemovedBy)
{
    /// <summary>What it bills, to be compared with another.</summary>
    internal (string Line, PriceShape Price, long? Quantity, string Coupons) Bills =>
        (
            Line.Life.Line.Id,
            Price.Shape with
            {
                Tiers = default,
            },
            Quantity,
            $"{string.Join(' ', Price.Shape.Tiers)} {string.Join(' ', Coupons.Select(coupon => coupon.Key))}"
        );

    /// <summary>What a whole period of a licensed item costs, before discounts.</summary>
    public decimal PeriodAmount =>
        Price.Shape.IsTiered
            ? TierAmount.Of(Price.Shape.TiersMode!.Value, Price.Shape.Tiers, Quantity!.Value)
            : MinorUnits.LineAmount(Price.Shape.UnitAmount ?? 0, Quantity!.Value);

    public bool IsLike(TimelineItem other) =>
        ReferenceEquals(Line, other.Line) && Price.Key == other.Price.Key && Quantity == other.Quantity && Coupons.SequenceEqual(other.Coupons);
}

/// <param name="Line">The line of that order which takes the last units; termination rows of items read it.</param>
public sealed record LineRemoval(Order Order, OrderLine? Line);

/// <summary>An amount charged once: a one-time line, or a remainder, proration or credit of a recurring one.</summary>
/// <param name="Kind">Null on one-time lines.</param>
/// <param name="Price">Null on negative amounts, which Stripe takes inline only.</param>
/// <param name="Unit">Minor units per unit.</param>
/// <param name="Like">The recurring price an inline amount belongs to.</param>
public sealed record TimelineCharge(
    Order Order,
    OrderLine Line,
    ChargeKind? Kind,
    PriceSpec? Price,
    PriceSpec Like,
    decimal Unit,
    long Quantity,
    LocalDate? Since,
    LocalDate? Until,
    bool IsInitialRemainder,
    ImmutableArray<CouponSpec> Coupons
)
{
    /// <summary>What it bills, to be compared with another.</summary>
    internal (string Line, ChargeKind? Kind, decimal Unit, long Quantity, string Coupons) Bills =>
        (Line.Id, Kind, Unit, Quantity, string.Join(' ', Coupons.Select(coupon => coupon.Key)));

    /// <summary>Units that the amount is for, where it stands for several of them together.</summary>
    public decimal? Units { get; init; }
}

/// <summary>A recurring line with its prices.</summary>
/// <param name="Price">What it costs per period.</param>
/// <param name="Zero">Its price from <paramref name="ZeroFrom"/> on; null when no part period is charged once.</param>
/// <param name="End">When it ends in Stripe, by its own date or the contract's termination.</param>
/// <param name="Charges">In order of their boundaries.</param>
public sealed record PricedLine(
    LineLife Life,
    PriceSpec Price,
    PriceSpec? Zero,
    Boundary? ZeroFrom,
    Boundary End,
    ImmutableArray<OneTimeCharge> Charges,
    ImmutableArray<CouponSpec> Coupons
)
{
    /// <summary>What so many units cost: by the period, for parts of one, and as a whole.</summary>
    public required LineValue Value { get; init; }

    /// <summary>One unit for one billing period, in minor units; tiers say otherwise where there are any.</summary>
    public decimal PeriodPrice => Value.Term.PeriodPrice;

    /// <summary>What amendments take off it.</summary>
    public ImmutableArray<ReductionAmount> Reductions { get; init; } = [];

    /// <summary>An initial line that has no whole period by its own dates: its one-time price is the line's own.</summary>
    public bool IsOneTimeThroughout { get; init; }

    /// <summary>When its price begins, where the contract has a billing day of its own and the line begins before the first.</summary>
    public Boundary? PricedFrom { get; init; }

    public bool IsFreeAt(Boundary start) => ZeroFrom <= start || PricedFrom > start;

    /// <summary>When it stops running: its end, or the moment the last of its units leave.</summary>
    public Boundary Until => !IsListedForCredit && Life.Gone is { } gone && gone < End ? gone : End;

    /// <summary>All its units are gone, and it is listed for one second more, at no price, in which what was billed is given back.</summary>
    public bool IsListedForCredit { get; init; }

    /// <summary>Null on metered lines.</summary>
    public long? QuantityAt(Boundary start) =>
        Life.Line.IsMetered ? null
        : IsNetAmountAt(start) ? 1
        : IsListedForCredit ? Math.Max(1, (long)Life.QuantityAt(start))
        : (long)Life.QuantityAt(start);

    /// <summary>Fractions of units are billed as one unit, at what they cost together.</summary>
    public bool IsNetAmountAt(Boundary start) =>
        Life.IsNetAmount || (!Life.Line.IsMetered && Life.QuantityAt(start) is var units && units != decimal.Truncate(units));
}
