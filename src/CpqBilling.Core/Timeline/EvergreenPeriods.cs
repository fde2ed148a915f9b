using CpqBilling.Core.Cpq;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Translation;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>The billing periods of evergreen lines, each counted from the first bill, and what they cost before discounts.</summary>
internal sealed class EvergreenPeriods
{
    private readonly EvergreenLife _life;
    private readonly EvergreenMoments _moments;
    private readonly Instant? _canceledKnownAt;
    private readonly Instant? _lastPlanned;

    public EvergreenPeriods(TranslationContext context, EvergreenLife life)
    {
        _life = life;
        _moments = new EvergreenMoments(context, life);
        if (life.CanceledOn is not { } date)
        {
            return;
        }

        var last = life.Lines.Where(line => line.EndExclusive == date).MaxBy(line => _moments.EndOf(line)!.Value.At)!;
        Canceled = _moments.EndOf(last);
        _canceledKnownAt = life.Lines.Select(line => _moments.SentAt(line.EndedBy ?? line.Order)).Max();
        _lastPlanned = life
            .Lines.SelectMany(line => new[] { From(line), Until(line) ?? From(line) })
            .Where(moment => !moment.IsRequest && moment.At < Canceled!.Value.At && moment.At > (_canceledKnownAt ?? Instant.MinValue))
            .Select(moment => (Instant?)moment.At)
            .Max();
    }

    /// <summary>When everything ends; null while something goes on.</summary>
    public EvergreenMoment? Canceled { get; }

    /// <summary>Given up before it ran: a schedule bills nothing, a subscription what it was made with.</summary>
    public bool IsCanceledAtOnce => Canceled?.At <= _moments.Anchor;

    public EvergreenMoment From(EvergreenLine line) => _moments.Of(line.Order, line.Start);

    public EvergreenMoment? Until(EvergreenLine line) => _moments.EndOf(line);

    public bool IsRunning(EvergreenLine line, EvergreenMoment moment) =>
        From(line).IsUntil(moment) && (Until(line) is not { } until || !until.IsUntil(moment));

    public bool IsBilled(Instant at) => _life.Lines.Any(line => IsBilled(line, at));

    /// <summary>Whether a period of the line begins with the bill of that instant.</summary>
    public bool IsBilled(EvergreenLine line, Instant at) =>
        IsCanceledAtOnce
            ? at == _moments.Anchor && !_moments.IsSchedule && !line.Order.IsAmendment
            : From(line).IsBeforeBill(at) && (Until(line) is not { } until || !until.IsBeforeBill(at)) && IsBillingDate(line, at);

    /// <summary>Whether what the line costs has been on a bill by that instant, which uses up a coupon of once; usage is on the bill after it.</summary>
    public bool HasBeenBilled(EvergreenLine line, Instant by) =>
        Bills(line, by + Duration.Epsilon).Any(at => line.Line.IsMetered ? at > From(line).At : Full(line) > 0 && IsBilled(line, at));

    public bool HasBeenBilled(Order order, Instant by) => _life.Lines.Any(line => line.Order == order && HasBeenBilled(line, by));

    public bool IsBillingDate(EvergreenLine line, Instant at) => PeriodAt(line, at).Start == at;

    public IEnumerable<Instant> Bills(EvergreenLine line, Instant until)
    {
        for (var index = 0; Nth(line, index) < until; index++)
        {
            yield return Nth(line, index);
        }
    }

    /// <summary>What a whole period costs.</summary>
    public decimal Full(EvergreenLine line)
    {
        var shape = line.Price.Shape;
        return shape.IsTiered
            ? TierAmount.Of(shape.TiersMode!, shape.Tiers, line.Quantity)
            : MinorUnits.LineAmount(shape.UnitAmount ?? 0, line.Quantity);
    }

    /// <summary>What the period that begins then costs: its share where the end of everything is known and cuts it short.</summary>
    /// <param name="isWhole">Flexible billing keeps the first period of a schedule whole.</param>
    public decimal Amount(EvergreenLine line, Instant at, bool isWhole) => isWhole ? Full(line) : Rest(line, at, Full(line));

    /// <summary>The share of a whole period's amount from an instant on.</summary>
    public decimal Rest(EvergreenLine line, Instant at, decimal full)
    {
        var (start, natural) = PeriodAt(line, at);
        var end = IsCutFrom(at) ? Instant.Min(natural, Canceled!.Value.At) : natural;
        return start == at && end == natural ? full : MinorUnits.Share(full, Seconds(end - at), Seconds(natural - start));
    }

    /// <summary>Stripe knows the end from the request that gave it, or where a schedule has planned more before: from its last phase.</summary>
    private bool IsCutFrom(Instant at) =>
        Canceled is { IsRequest: false }
        && !IsCanceledAtOnce
        && (_lastPlanned is { } last ? at >= last : _canceledKnownAt is not { } known || at > known);

    private (Instant Start, Instant End) PeriodAt(EvergreenLine line, Instant at)
    {
        var index = 0;
        while (Nth(line, index + 1) <= at)
        {
            index++;
        }

        return (Nth(line, index), Nth(line, index + 1));
    }

    /// <summary>Stripe counts months in universal time.</summary>
    private Instant Nth(EvergreenLine line, int index) =>
        _moments.Anchor.InUtc().LocalDateTime.PlusMonths(index * (line.Price.Shape.Recurring?.IntervalMonths ?? 1)).InUtc().ToInstant();

    private static long Seconds(Duration duration) => (long)duration.TotalSeconds;
}
