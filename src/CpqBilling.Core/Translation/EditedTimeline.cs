using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Core.Translation;

/// <summary>A contract whose records were edited after it was sent: billed by the old ones until a moment, and by the new ones from then on.</summary>
/// <remarks>
/// What the new records would have been billed until then, less what the old ones were, is made up once at that moment, line by
/// line and after discounts (docs/decisions/0042).
/// </remarks>
internal static class EditedTimeline
{
    /// <summary>From when an edit counts: the next bill, or tomorrow where no bill is left; null where nothing has been billed yet, or is left.</summary>
    public static Instant? CountsFrom(BillableContract contract, BillingTimeline timeline)
    {
        var now = contract.Now;
        if (timeline.Phases.IsEmpty || timeline.Phases[0].Start.At > now)
        {
            return null;
        }

        var tomorrow = contract.Day.StartOf(contract.Day.DateOf(now).PlusDays(1));
        var bills = timeline.Life.Lines.Select(line => timeline.Life.Calendar.Of(line.Term.ChargedMonths)).Distinct();
        var next = bills.Min(calendar => contract.Day.StartOf(calendar.NextAfter(contract.Day.DateOf(now))));
        return next < timeline.Phases[^1].End.At ? next : tomorrow;
    }

    /// <param name="edited">Of the records as they are now.</param>
    /// <param name="revisions">Earlier states of the records, oldest first.</param>
    public static BillingTimeline Of(BillableContract contract, BillingTimeline edited, IEnumerable<SoldUntil> revisions, ScheduleState schedule)
    {
        var timeline = edited;
        foreach (var revision in revisions.Reverse())
        {
            if (revision.At is { } at && Before(contract, revision, schedule) is { } before)
            {
                timeline = Spliced(contract, before, timeline, new Boundary(at), schedule);
            }
        }

        return timeline;
    }

    /// <summary>Null where the records as they were cannot be read any more.</summary>
    private static BillingTimeline? Before(BillableContract contract, SoldUntil revision, ScheduleState schedule)
    {
        var edits = SoldRecords.Edits(revision.Sold, SoldRecords.Of(contract.Contract, contract.Snapshot.Records));
        return EditCheck.AsSent(contract, revision.Sold, edits).Then(before => TimelineStage.OfRecords(before, schedule)).Value;
    }

    private static BillingTimeline Spliced(
        BillableContract contract,
        BillingTimeline before,
        BillingTimeline after,
        Boundary at,
        ScheduleState schedule
    )
    {
        var kept = before.Phases.Where(phase => phase.Start < at).Select(phase => phase.End > at ? phase with { End = at } : phase).ToList();
        var prices = kept.SelectMany(phase => phase.Items).ToLookup(item => item.Price.Key, item => item.Price);
        var following = after
            .Phases.Where(phase => phase.End > at)
            .Select(phase => phase.Start < at ? phase with { Start = at, Charges = [] } : phase)
            .Select(phase => phase with { Items = [.. phase.Items.Select(item => item with { Price = Renamed(item, prices) })] })
            .ToList();
        if (following.Count > 0)
        {
            following[0] = following[0] with { Charges = [.. following[0].Charges, .. Corrections(contract, before, after, at, schedule)] };
        }

        return after with
        {
            Phases = [.. kept, .. following],
        };
    }

    /// <summary>The price that a line keeps the id of bills what was sold before; another is made for what is sold now.</summary>
    private static PriceSpec Renamed(TimelineItem item, ILookup<string, PriceSpec> before) =>
        item.Price.Owner?.Type == "OrderItem" && before[item.Price.Key].Any(price => price.Shape.DifferenceFrom(item.Price.Shape) is not null)
            ? item.Price with
            {
                Key = $"{item.Price.Key}/edited",
                Owner = null,
            }
            : item.Price;

    private static IEnumerable<TimelineCharge> Corrections(
        BillableContract contract,
        BillingTimeline before,
        BillingTimeline after,
        Boundary at,
        ScheduleState schedule
    )
    {
        var was = Billed(contract, before, at.At, schedule);
        var wouldBe = Billed(contract, after, at.At, schedule);
        var date = contract.Day.DateOf(at.At);
        foreach (var (order, line, like, start) in Billable(after))
        {
            var difference = wouldBe.GetValueOrDefault(line.Id) - was.GetValueOrDefault(line.Id);
            if (difference != 0)
            {
                var since = LocalDate.Min(start ?? date, date);
                yield return new TimelineCharge(order, line, ChargeKind.Correction, null, like, difference, 1, since, date, false, []);
            }
        }
    }

    /// <summary>Every line that bills may hold, with the first day of a recurring one.</summary>
    private static IEnumerable<(Order Order, OrderLine Line, PriceSpec Like, LocalDate? Start)> Billable(BillingTimeline timeline)
    {
        var recurring = timeline
            .Lines.Concat(timeline.Rebates)
            .Select(line => (line.Life.Order, line.Life.Line, Like: line.Price, Start: (LocalDate?)line.Life.Term.Start));
        var once = timeline
            .Phases.SelectMany(phase => phase.Charges)
            .Concat(timeline.Invoices.SelectMany(invoice => invoice.Charges))
            .Where(charge => charge.Kind is null)
            .Select(charge => (charge.Order, charge.Line, charge.Like, Start: (LocalDate?)null));
        return recurring.Concat(once).DistinctBy(row => row.Line.Id);
    }

    /// <summary>By line, after discounts, in minor units.</summary>
    private static Dictionary<string, decimal> Billed(BillableContract contract, BillingTimeline timeline, Instant until, ScheduleState schedule)
    {
        var forecaster = new Forecaster(timeline, TimelineStage.BillingOf(contract, timeline, schedule), contract.Day);
        var beside = timeline
            .MadeInvoices.Where(invoice => invoice.Order.StripeId is not null)
            .Select(invoice => Forecaster.Beside(invoice, contract.Day));
        return forecaster
            .Bills()
            .Where(bill => bill.At < until)
            .Select(bill => bill.Invoice)
            .Concat(beside)
            .SelectMany(invoice => invoice.Lines)
            .GroupBy(line => line.Line.Id)
            .ToDictionary(lines => lines.Key, lines => lines.Sum(line => line.Amount - line.Discount));
    }
}
