using CpqBilling.Core;
using CpqBilling.Core.StripePlan;
using CpqBilling.Engine.Sync;
using Spectre.Console;

namespace CpqBilling.Cli.Commands;

/// <summary>A sync told to people: its timeline as a table, its plan, its errors with their remedies.</summary>
internal static class Explanation
{
    public static void Print(string title, SyncReport report, Func<string, string> readable)
    {
        AnsiConsole.Write(new Rule($"[bold]{Markup.Escape(title)}[/] {report.Outcome.ToString().ToLowerInvariant()}").LeftJustified());
        foreach (var error in report.Errors)
        {
            AnsiConsole.MarkupLine($"[red]{error.Code}[/] {Markup.Escape(readable($"{error.Record.Id}: {error.Message}"))}");
            AnsiConsole.MarkupLine($"  {Markup.Escape(error.Fix)}");
        }

        if (report.Translation is Translated translated)
        {
            PrintTimeline(translated, readable);
            PrintPlan(translated.Plan, readable);
        }
    }

    public static void PrintTimeline(Translated translated, Func<string, string> readable)
    {
        if (translated.Timeline is not { } timeline)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("from", "to", "order", "item");
        table.AddColumn(new TableColumn("quantity").RightAligned());
        table.AddColumn(new TableColumn("price").RightAligned());
        foreach (var phase in timeline.Phases)
        {
            var first = true;
            foreach (var item in phase.Items)
            {
                var months = item.Price.Shape.Recurring?.IntervalMonths;
                Row(
                    table,
                    phase,
                    first,
                    readable(item.Line.Life.Line.Id),
                    $"{item.Quantity}",
                    $"{item.Price.Shape.UnitAmount} / {months} mo",
                    readable
                );
                first = false;
            }

            foreach (var charge in phase.Charges)
            {
                Row(
                    table,
                    phase,
                    first,
                    $"{readable(charge.Line.Id)} {charge.Kind?.ToString().ToLowerInvariant() ?? "one-time"}",
                    $"{charge.Quantity}",
                    $"{charge.Unit} once",
                    readable
                );
                first = false;
            }
        }

        AnsiConsole.Write(table);
    }

    public static void PrintPlan(SyncPlan plan, Func<string, string> readable)
    {
        foreach (var step in plan.Steps)
        {
            AnsiConsole.MarkupLine($"[blue]{step.Method.ToString().ToUpperInvariant()}[/] {Markup.Escape(readable(step.Path))}");
            AnsiConsole.WriteLine(readable("  " + StripeJson.Write(step.Body, indented: true).Replace("\n", "\n  ", StringComparison.Ordinal)));
        }
    }

    private static void Row(
        Table table,
        Core.Timeline.TimelinePhase phase,
        bool first,
        string item,
        string quantity,
        string price,
        Func<string, string> readable
    ) =>
        table.AddRow(
            first ? Day(phase.Start) : "",
            first ? Day(phase.End) : "",
            first ? Markup.Escape(readable(phase.Order.Id)) : "",
            Markup.Escape(item),
            quantity,
            Markup.Escape(price)
        );

    private static string Day(Core.Timeline.Boundary boundary) =>
        boundary.IsNow ? "now" : NodaTime.Text.InstantPattern.General.Format(boundary.At).Replace("T00:00:00Z", "", StringComparison.Ordinal);
}
