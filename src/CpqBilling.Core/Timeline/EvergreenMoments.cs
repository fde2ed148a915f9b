using CpqBilling.Core.Cpq;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Translation;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>When something of an evergreen contract takes effect in Stripe.</summary>
/// <param name="IsRequest">By a request, after Stripe billed what fell due at that instant; a planned change comes before that.</param>
internal readonly record struct EvergreenMoment(Instant At, bool IsRequest)
{
    public bool IsBeforeBill(Instant bill) => At < bill || (At == bill && !IsRequest);

    public bool IsUntil(EvergreenMoment other) => At < other.At || (At == other.At && (!IsRequest || other.IsRequest));
}

/// <summary>From what is remembered of the runs that sent the orders (decisions.md 1.5), else from their dates.</summary>
internal sealed class EvergreenMoments
{
    private readonly TranslationContext _context;

    public EvergreenMoments(TranslationContext context, EvergreenLife life)
    {
        _context = context;
        IsSchedule = SentAt(context.Contract.Initial) is not { } sent || context.Day.DateOf(sent) < life.Start;
        Anchor = IsSchedule ? context.Day.StartOf(life.Start) : SentAt(context.Contract.Initial)!.Value;
    }

    /// <summary>When the first bill is made; all others come whole months later.</summary>
    public Instant Anchor { get; }

    /// <summary>Whether the subscription began as a schedule: on the order's date, at midnight.</summary>
    public bool IsSchedule { get; }

    public EvergreenMoment First => new(Anchor, false);

    /// <summary>Null where it is not remembered.</summary>
    public Instant? SentAt(Order order) =>
        _context.Snapshot.EffectiveInstants.TryGetValue(order.Id, out var sent) ? sent
        : order.StripeId is null ? _context.Snapshot.Now
        : null;

    /// <summary>On the day or before: by request; later: as planned.</summary>
    public EvergreenMoment Of(Order order, LocalDate date)
    {
        var moment =
            SentAt(order) is { } sent && _context.Day.DateOf(sent) >= date
                ? new EvergreenMoment(sent, true)
                : new EvergreenMoment(_context.Day.StartOf(date), false);
        return moment.At <= Anchor ? First : moment;
    }

    public EvergreenMoment? EndOf(EvergreenLine line) => line.EndExclusive is { } end ? Of(line.EndedBy ?? line.Order, end) : null;

    /// <summary>Orders sent by this run, for later ones to tell the same.</summary>
    public static IEnumerable<OrderInstant> Sent(TranslationContext context) =>
        context
            .Contract.Orders.Where(order => order.StripeId is null && !context.Snapshot.EffectiveInstants.ContainsKey(order.Id))
            .Select(order => new OrderInstant(order.Id, context.Snapshot.Now));
}
