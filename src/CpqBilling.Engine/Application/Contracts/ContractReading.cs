using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Timeline;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Application.Words;
using CpqBilling.Engine.Sync;
using CpqBilling.Engine.Sync.Listing;
using NodaTime;

namespace CpqBilling.Engine.Application.Contracts;

/// <summary>Makes what people look at of a snapshot: a pure function, for syncs of the past and previews of the future alike.</summary>
public static class ContractReading
{
    /// <param name="held">Orders that cannot be billed yet: the contract is shown without them, so that what is billed stays visible.</param>
    /// <param name="actual">Invoices of Stripe, oldest first; null when they could not be read.</param>
    public static ContractView Of(OrderSnapshot snapshot, IReadOnlySet<string> held, ImmutableArray<ActualInvoice>? actual, Instant now)
    {
        var contents = ContractContents.Of(snapshot);
        var result = CheckedTranslation.Of(snapshot);
        var left = ImmutableArray<string>.Empty;
        var errors = result is Rejected rejected ? rejected.Errors : [];
        if (result is Rejected && contents.Orders.Any(order => held.Contains(order.Id)) && !held.Contains(contents.ContractKey))
        {
            left = [.. contents.Orders.Where(order => held.Contains(order.Id)).Select(order => order.Label)];
            result = CheckedTranslation.Of(Without(snapshot, held, contents.ContractKey));
        }

        var labels = new LineLabels(contents.Orders);
        var view = new ContractView(
            contents.ContractKey,
            contents.Account?.Text("Name") ?? "",
            contents.Currency,
            [.. contents.Orders.Select(order => OrderOf(order, contents, result as Translated))],
            [.. contents.Orders.SelectMany(order => order.Lines.Select(line => LineOf(order, line)))],
            left,
            errors,
            (result as Skipped)?.Reason,
            snapshot.Now
        );
        return result is Translated translated ? Billed(view, contents, translated, labels, (actual, now)) : view;
    }

    private static OrderSnapshot Without(OrderSnapshot snapshot, IReadOnlySet<string> held, string contractKey) =>
        snapshot with
        {
            TriggerOrderId = contractKey,
            EligibleOrderIds = snapshot.EligibleOrderIds.Where(id => !held.Contains(id)).ToHashSet(),
        };

    private static ContractView Billed(
        ContractView view,
        ContractContents contents,
        Translated translated,
        LineLabels labels,
        (ImmutableArray<ActualInvoice>? Actual, Instant Now) present
    )
    {
        var forecast = translated.Forecast();
        var day = DayOf(contents, translated.Timeline);
        var reading = new TimelineReading(labels, day, HorizonOf(translated.Timeline, forecast, day));
        var first = forecast?.Invoices.Select(invoice => (LocalDate?)invoice.Date).FirstOrDefault() ?? day.DateOf(contents.Snapshot.Now);
        var chart =
            translated.Timeline is { } timeline ? reading.Of(timeline)
            : contents.Currency is { } currency ? reading.OfOnce(contents.Orders, first, currency)
            : null;
        view = view with { Timeline = chart, Steps = translated.Plan.Steps };
        if (forecast is null)
        {
            return view;
        }

        var numbers = contents.Orders.SelectMany(order => order.Lines.Select(line => (line.Id, order.Label))).ToDictionary();
        var sentence = new AmountSentence(translated.Timeline, forecast.Currency);
        ExpectedLine Describe(ForecastLine line) =>
            new(
                LineLabels.NameOf(line.Line),
                labels.NoteOf(line.Line),
                numbers.GetValueOrDefault(line.Line.Id, ""),
                ChargeWords.Of(line),
                line.Quantity,
                line.Amount,
                line.Discount,
                sentence.Of(line)
            );
        var invoices = InvoiceComparison.Of(forecast, present.Actual, day.DateOf(present.Now), Describe);
        return view with
        {
            Invoices = invoices,
            Cents = CentCount.Of(forecast, invoices, view.Orders) with
            {
                Lines = [.. (forecast.Reconciliation?.Lines ?? []).Select(line => Reconciled(line, labels, numbers))],
            },
            HasUsage = forecast.HasUsage,
            RunsOnFrom = forecast.RunsOnFrom,
        };
    }

    private static ReconciledLine Reconciled(LineReconciliation line, LineLabels labels, Dictionary<string, string> numbers) =>
        new(
            numbers.GetValueOrDefault(line.Line.Id, ""),
            LineLabels.NameOf(line.Line),
            labels.NoteOf(line.Line),
            line.Ordered + line.TakenOff.Sum(taken => taken.Amount),
            line.Billed
        )
        {
            Reductions = [.. line.TakenOff.Select(taken => new ReducedBy(taken.Order.Label, taken.Units, taken.Amount, taken.EndsContract))],
            Differences = NamedDifference.Of(line),
        };

    private static BillingDay DayOf(ContractContents contents, BillingTimeline? timeline)
    {
        var zone = contents.Snapshot.Settings.BillingTimeZone;
        return timeline is null ? new BillingDay(zone) : BillingDay.From(timeline.Life.Start, zone);
    }

    /// <summary>As far as the forecast looks, and behind everything that is known.</summary>
    private static LocalDate HorizonOf(BillingTimeline? timeline, InvoiceForecast? forecast, BillingDay day)
    {
        var last = timeline is null || timeline.Phases.IsEmpty ? day.DateOf(NodaConstants.UnixEpoch) : day.DateOf(timeline.Phases[^1].Start.At);
        var wanted = forecast?.RunsOnFrom ?? last.PlusYears(1);
        return LocalDate.Max(wanted, last.PlusMonths(3));
    }

    private static ContractOrder OrderOf(Order order, ContractContents contents, Translated? translated)
    {
        var kind = ContractContents.KindOf(order, translated?.Timeline);
        var from = order.AmendedContract?.AmendmentStartDate ?? order.Quote?.StartDate ?? order.Lines.Min(line => line.Start);
        return new ContractOrder(order.Id, order.Label, kind, from, order.ActivatedAt, contents.SoldBy(order), Does(order));
    }

    private static string Does(Order order)
    {
        var parts = order
            .Lines.Where(line => !line.IsSkipped && line.Quantity != 0)
            .GroupBy(line => (Name: LineLabels.NameOf(line), IsAdded: line.Quantity > 0))
            .Select(group =>
                (group.Key, Quantity: Math.Abs(group.First().Segment is null ? group.Sum(line => line.Quantity) : group.Max(line => line.Quantity)))
            )
            .Select(part => $"{(order.IsAmendment ? part.Key.IsAdded ? "+" : "−" : "")}{part.Quantity:0.####} × {part.Key.Name}");
        return string.Join(", ", parts);
    }

    private static SoldLine LineOf(Order order, OrderLine line) =>
        new(
            line.Id,
            order.Label,
            LineLabels.NameOf(line),
            !line.IsRecurring ? "once"
                : line.IsMetered ? "by use"
                : line.Frequency?.ToLowerInvariant() ?? "monthly",
            line.Quantity,
            line.UnitPrice,
            line.Start,
            line.EndExclusive?.PlusDays(-1),
            line.IsSkipped
        );
}
