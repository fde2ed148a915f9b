using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Pricing;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>How long coupons run: months count from the start of their order or line, whenever it was synced.</summary>
internal sealed class CouponTerms
{
    private readonly ContractLife _life;
    private readonly BillingDay _day;
    private readonly Dictionary<string, CouponTerm> _terms = [];

    public CouponTerms(ContractLife life, ImmutableArray<CouponSpec> coupons, BillingDay day)
    {
        (_life, _day) = (life, day);
        foreach (var coupon in coupons)
        {
            if (TermOf(coupon) is { } term)
            {
                _terms[coupon.Ref.Id] = term;
            }
        }
    }

    /// <summary>Every moment at which a coupon runs out of months.</summary>
    public IEnumerable<Instant> Ends => _terms.Values.Select(term => term.End).OfType<Instant>().Distinct();

    /// <summary>When its months are over; null where they never are.</summary>
    public Instant? EndOf(CouponSpec coupon) => _terms.GetValueOrDefault(coupon.Ref.Id)?.End;

    /// <summary>Where a coupon of once is used; null where Stripe makes no bill for it.</summary>
    public Instant? FirstBillOf(CouponSpec coupon) => _terms.GetValueOrDefault(coupon.Ref.Id)?.FirstBill;

    private CouponTerm? TermOf(CouponSpec coupon)
    {
        if (coupon.LineId is null)
        {
            var order = _life.Orders.FirstOrDefault(applied => applied.Order.Id == coupon.OrderId);
            return order is null ? null : Term(coupon, order.Terms.Start, FirstBill(_life.Lines, order.Terms.Start));
        }

        var lines = _life.Lines.Where(line => line.Line.Id == coupon.LineId).ToList();
        return lines.Count == 0 ? null : Term(coupon, lines[0].Term.Start, FirstBill(lines, lines[0].Term.Start));
    }

    private CouponTerm Term(CouponSpec coupon, LocalDate start, Instant? firstBill) =>
        new(coupon.DurationInMonths is { } months ? _day.StartOf(start.PlusMonths(months)) : null, firstBill);

    /// <summary>The first bill that Stripe makes for any of these lines from a day on.</summary>
    private Instant? FirstBill(IEnumerable<LineLife> lines, LocalDate from) =>
        lines.Select(line => FirstBill(line, LocalDate.Max(from, line.Term.Start))).Min();

    private Instant? FirstBill(LineLife line, LocalDate from)
    {
        var calendar = _life.Calendar.Of(line.Term.ChargedMonths);
        var date = calendar.Nth(calendar.IndexAtOrAfter(from));
        return date < line.Term.EndExclusive ? _day.StartOf(date) : null;
    }

    private sealed record CouponTerm(Instant? End, Instant? FirstBill);
}
