using System.Text;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Money;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;
using CpqBilling.Core.Translation;
using NodaTime.Text;

namespace CpqBilling.Core.Tests.Scenarios;

/// <summary>The part of a plan a billing person can review: period, order, item, quantity, amount, one-time amount.</summary>
/// <remarks>Amounts are per unit, in the currency's major unit; the second date is the first day without.</remarks>
internal static class TimelineTable
{
    private static readonly string[] Header = ["from", "until", "order", "item", "quantity", "amount", "one-time"];

    public static string Of(Translated translated, OrderSnapshot snapshot)
    {
        var rows = new List<string[]> { Header };
        if (translated.Timeline is { } timeline)
        {
            foreach (var phase in timeline.Phases)
            {
                rows.AddRange(Rows(phase, timeline.Life.Calendar.Day));
            }

            rows.AddRange(End(timeline));
        }
        else
        {
            rows.AddRange(StepTable.Rows(translated, snapshot));
        }

        return Aligned(rows);
    }

    public static string Amount(decimal minor, Currency currency)
    {
        var major = MinorUnits.Trim(MinorUnits.ToMajor(minor, currency));
        var decimals = currency.MinorPerMajor switch
        {
            1m => 0,
            1000m => 3,
            _ => 2,
        };
        return Math.Round(major, decimals) == major ? major.ToString($"F{decimals}") : major.ToString();
    }

    public static string Recurring(PriceShape shape)
    {
        var amount = shape.IsTiered ? "tiered" : Amount(shape.UnitAmount!.Value, Currency.Of(shape.Currency));
        return shape.Recurring is not { } recurring ? amount
            : recurring.IntervalMonths == 1 ? $"{amount}/month"
            : $"{amount}/{recurring.IntervalMonths} months";
    }

    private static IEnumerable<string[]> Rows(TimelinePhase phase, BillingDay day)
    {
        var (from, until, order) = (Moment(phase.Start, day), Moment(phase.End, day), phase.Order.Id);
        foreach (var item in phase.Items)
        {
            yield return [from, until, order, Item(item.Line.Life.Line), item.Quantity?.ToString() ?? "usage", Recurring(item.Price.Shape), ""];
            (from, until, order) = ("", "", "");
        }

        foreach (var charge in phase.Charges)
        {
            var kind = charge.Kind is { } known ? " " + known.ToString().ToLowerInvariant() : "";
            var amount = Amount(charge.Unit, Currency.Of(charge.Like.Shape.Currency));
            yield return [from, until, order, Item(charge.Line), $"{charge.Quantity}", "", amount + kind];
        }
    }

    private static IEnumerable<string[]> End(BillingTimeline timeline)
    {
        if (timeline.Termination is { } termination)
        {
            yield return [$"{termination.Date:uuuu-MM-dd}", "", termination.Order.Id, termination.IsImmediate ? "canceled now" : "ends", "", "", ""];
        }
    }

    private static string Item(OrderLine line) => $"{line.Product?.Text("Name")} {line.Id}";

    /// <summary>A midnight as its date, a change that takes effect now as that, another moment in full.</summary>
    private static string Moment(Boundary boundary, BillingDay day) =>
        boundary.IsNow ? "now"
        : boundary.IsOpen ? "open"
        : day.AsDate(boundary.At) is { } date ? $"{date:uuuu-MM-dd}"
        : InstantPattern.General.Format(boundary.At);

    private static string Aligned(List<string[]> rows)
    {
        var widths = Enumerable.Range(0, Header.Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.Append(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
