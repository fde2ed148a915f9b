using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Core.Forecast;

/// <summary>The discounts of a subscription from phase to phase, as Stripe keeps them.</summary>
/// <remarks>
/// A coupon is redeemed when the first phase that names it begins, and stays the same discount while phases go on naming it:
/// its months count from then, and once it has lowered an invoice it is used up if it stands once.
/// </remarks>
internal sealed class RunningDiscounts(Instant createdAt)
{
    private readonly Dictionary<(string Line, string Coupon), Redeemed> _ofLines = [];
    private List<Redeemed> _ofOrder = [];

    public void Enter(TimelinePhase phase)
    {
        var at = Instant.Max(phase.Start.At, createdAt);
        Replace(phase.Discounts, at);
        foreach (var item in phase.Items)
        {
            Redeem(item.Line.Life.Line.Id, item.Coupons, at);
        }
    }

    /// <summary>The order's coupons from now on; one that stood before stays the same discount.</summary>
    public void Replace(IEnumerable<CouponSpec> ofOrder, Instant at) =>
        _ofOrder = [.. ofOrder.Select(coupon => _ofOrder.Find(known => known.Coupon.Id == coupon.Id) ?? new Redeemed(coupon, at))];

    public void Redeem(string lineId, IEnumerable<CouponSpec> ofLine, Instant at)
    {
        foreach (var coupon in ofLine)
        {
            _ofLines.TryAdd((lineId, coupon.Key), new Redeemed(coupon, at));
        }
    }

    public ForecastInvoice Invoice(LocalDate date, IReadOnlyList<DueAmount> due)
    {
        var rebates = new List<ForecastLine>();
        var taken = TakeFrom(due, rebates);
        return new ForecastInvoice(
            date,
            [
                .. due.Select((entry, index) => new ForecastLine(entry.Line, entry.Kind, entry.Quantity, entry.Periods, entry.Amount, taken[index])),
                .. rebates,
            ]
        );
    }

    /// <summary>What is taken off each amount of one invoice: the line's own coupons first, then the order's where Stripe bills by itself.</summary>
    /// <param name="rebates">Lines with a negative price, which are no discounts of others.</param>
    private decimal[] TakeFrom(IReadOnlyList<DueAmount> invoice, List<ForecastLine> rebates)
    {
        var left = invoice.Select(due => due.Amount).ToArray();
        var own = invoice.Select(due => due.Coupons.Select(coupon => Of(due, coupon)).ToList()).ToList();
        foreach (var discount in own.SelectMany(discounts => discounts).Distinct())
        {
            discount.IsUsed |= Take(discount, invoice[0].At, Enumerable.Range(0, left.Length).Where(index => own[index].Contains(discount)), left);
        }

        var rebated = new decimal[left.Length];
        foreach (var discount in invoice[0].IsOnCycle ? _ofOrder : [])
        {
            var before = left.ToArray();
            discount.IsUsed |= Take(discount, invoice[0].At, Enumerable.Range(0, left.Length).Where(index => invoice[index].IsDiscountable), left);
            if (discount.Coupon.Rebate is { } line && before.Sum() > left.Sum())
            {
                rebates.Add(Rebate(line, discount.Coupon.RebateBeforeDiscounts, before.Sum() - left.Sum()));
                rebated = [.. rebated.Select((off, index) => off + before[index] - left[index])];
            }
        }

        return [.. invoice.Select((due, index) => due.Amount - left[index] - rebated[index])];
    }

    /// <summary>Percentages that lower a rebate are discounts of it, below zero.</summary>
    private static ForecastLine Rebate(OrderLine line, decimal before, decimal off) => new(line, null, 1, 1, -before, off - before);

    /// <summary>A one-time item redeems its coupons anew.</summary>
    private Redeemed Of(DueAmount due, CouponSpec coupon) => due.IsRecurring ? _ofLines[(due.Line.Id, coupon.Key)] : new Redeemed(coupon, due.At);

    private static bool Take(Redeemed discount, Instant at, IEnumerable<int> indexes, decimal[] left)
    {
        var eligible = indexes.Where(index => left[index] > 0).ToList();
        if (eligible.Count == 0 || !discount.IsInForce(at))
        {
            return false;
        }

        if (discount.Coupon.PercentOff is { } percent)
        {
            eligible.ForEach(index => left[index] -= MinorUnits.LineAmount(left[index], percent / 100));
        }
        else
        {
            TakeAmount(discount.Coupon.AmountOff ?? 0, eligible, left);
        }

        return true;
    }

    /// <summary>Once per invoice, spread in proportion; the largest fractions get the units left over.</summary>
    private static void TakeAmount(decimal amount, List<int> eligible, decimal[] left)
    {
        var sum = eligible.Sum(index => left[index]);
        var off = Math.Min(sum, amount);
        var exact = eligible.Select(index => off * left[index] / sum).ToList();
        var shares = exact.Select(decimal.Truncate).ToArray();
        var rest = (int)(off - shares.Sum());
        foreach (var position in Enumerable.Range(0, shares.Length).OrderByDescending(position => exact[position] - shares[position]).Take(rest))
        {
            shares[position]++;
        }

        for (var position = 0; position < shares.Length; position++)
        {
            left[eligible[position]] -= Math.Min(shares[position], left[eligible[position]]);
        }
    }

    private sealed class Redeemed(CouponSpec coupon, Instant at)
    {
        public CouponSpec Coupon => coupon;

        public bool IsUsed { get; set; }

        public bool IsInForce(Instant moment) =>
            coupon.Duration switch
            {
                CouponDuration.Once => !IsUsed,
                CouponDuration.Repeating => moment < at.InUtc().LocalDateTime.PlusMonths(coupon.DurationInMonths ?? 0).InUtc().ToInstant(),
                _ => true,
            };
    }
}
