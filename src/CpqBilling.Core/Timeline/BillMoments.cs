using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>Whether Stripe makes a bill at the moment a line begins.</summary>
/// <remarks>
/// It bills when a period of something running ends. A monthly line that joins a yearly one between its bills is not billed
/// before its second month: the first is a proration.
/// </remarks>
internal sealed class BillMoments
{
    private readonly ContractCalendar _calendar;
    private readonly BillingDay _day;
    private readonly ImmutableArray<Run> _runs;
    private readonly Dictionary<Instant, bool> _known = [];

    public BillMoments(ContractLife life, BillingDay day)
    {
        (_calendar, _day) = (life.Calendar, day);
        _runs = [.. life.Lines.Select(line => new Run(line.From.At, life.EndOf(line, day).At, line.Term.PeriodMonths)).Distinct()];
    }

    public bool IsBilledAt(Boundary start)
    {
        if (!_known.TryGetValue(start.At, out var isBilled))
        {
            _known[start.At] = isBilled = IsBilledAt(start.At);
        }

        return isBilled;
    }

    private bool IsBilledAt(Instant start)
    {
        var date = _day.DateOf(start);
        var before = _runs.Where(run => run.From < start && run.End >= start).Select(run => run.PeriodMonths).Distinct().ToList();
        return before.Count == 0 || before.Exists(months => _calendar.Of(months).IsBillingDate(date));
    }

    /// <summary>Lines that begin, end and are billed alike count once: a contract has few of these, however many lines.</summary>
    private readonly record struct Run(Instant From, Instant End, int PeriodMonths);
}
