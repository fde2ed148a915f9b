using CpqBilling.Cli.Grammar;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Translation;
using CpqBilling.Web.Orders;
using Spectre.Console;

namespace CpqBilling.Cli.Commands;

/// <summary>A translation told to people: errors with their remedies, the timeline, the invoices to expect, the plan.</summary>
/// <param name="Title">Which order, and when.</param>
/// <param name="Outcome">One word.</param>
/// <param name="Readable">Gives ids back as people know them.</param>
internal sealed record Explanation(
    string Title,
    string Outcome,
    IReadOnlyList<SyncError> Errors,
    TranslationResult? Translation,
    Func<string, string> Readable
)
{
    public void Print(IAnsiConsole screen)
    {
        screen.Write(new Rule($"[bold]{Markup.Escape(Title)}[/] {Markup.Escape(Outcome)}").LeftJustified());
        foreach (var error in Errors)
        {
            screen.MarkupLine($"[red]{error.Code}[/] {Text($"{error.Record.Type} {error.Record.Id}: {error.Message}")}");
            screen.MarkupLine($"  [bold]What to do:[/] {Text(error.Fix)}");
        }

        switch (Translation)
        {
            case Translated translated:
                PrintTimeline(screen, translated);
                PrintForecast(screen, translated);
                PrintPlan(screen, translated.Plan);
                break;
            case TranslatedRecord translated:
                PrintPlan(screen, translated.Plan);
                break;
            case Skipped skipped:
                screen.MarkupLine(Text(skipped.Reason));
                break;
        }
    }

    private void PrintTimeline(IAnsiConsole screen, Translated translated)
    {
        if (translated.Timeline is not { } timeline)
        {
            return;
        }

        var table = Screen.Table("from", "to", "order", "item").Title("Timeline");
        table.AddColumn(new TableColumn("quantity").RightAligned());
        table.AddColumn(new TableColumn("price").RightAligned());
        table.AddColumn("discount");
        foreach (var phase in TimelineView.Of(timeline).Phases)
        {
            var first = true;
            foreach (var entry in phase.Entries)
            {
                var discount = string.Join(", ", new[] { first ? phase.Discounts : "", entry.Discounts }.Where(text => text.Length > 0));
                table.AddRow(
                    first ? phase.From : "",
                    first ? phase.To : "",
                    first ? Text(phase.Order) : "",
                    Text(entry.Name),
                    entry.Quantity,
                    entry.Price,
                    discount
                );
                first = false;
            }
        }

        screen.Write(table);
    }

    private void PrintForecast(IAnsiConsole screen, Translated translated)
    {
        if (translated.Forecast() is { } forecast)
        {
            new ForecastPrint(translated, forecast, Readable).Print(screen);
        }
    }

    private void PrintPlan(IAnsiConsole screen, SyncPlan plan)
    {
        screen.MarkupLine(plan.IsEmpty ? "Nothing to do: Stripe and Salesforce hold everything already." : "[bold]Plan[/]");
        foreach (var step in plan.Steps)
        {
            screen.MarkupLine($"[blue]{step.Method.ToString().ToUpperInvariant()}[/] {Text(step.Path)}");
            screen.WriteLine(Readable("  " + StripeJson.Write(step.Body, indented: true).Replace("\n", "\n  ", StringComparison.Ordinal)));
        }
    }

    private string Text(string text) => Markup.Escape(Readable(text));
}
