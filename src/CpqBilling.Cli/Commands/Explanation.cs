using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Application.Words;
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
    public void Print()
    {
        AnsiConsole.Write(new Rule($"[bold]{Markup.Escape(Title)}[/] {Markup.Escape(Outcome)}").LeftJustified());
        foreach (var error in Errors)
        {
            AnsiConsole.MarkupLine($"[red]{error.Code}[/] {Text($"{error.Record.Type} {error.Record.Id}: {error.Message}")}");
            AnsiConsole.MarkupLine($"  [bold]What to do:[/] {Text(error.Fix)}");
        }

        switch (Translation)
        {
            case Translated translated:
                PrintTimeline(translated);
                PrintForecast(translated);
                PrintPlan(translated.Plan);
                break;
            case TranslatedRecord translated:
                PrintPlan(translated.Plan);
                break;
            case Skipped skipped:
                AnsiConsole.MarkupLine(Text(skipped.Reason));
                break;
        }
    }

    private void PrintTimeline(Translated translated)
    {
        if (translated.Timeline is not { } timeline)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).Title("Timeline").AddColumns("from", "to", "order", "item");
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

        AnsiConsole.Write(table);
    }

    private void PrintForecast(Translated translated)
    {
        if (translated.Forecast() is not { } forecast)
        {
            return;
        }

        var currency = forecast.Currency;
        var table = new Table().Border(TableBorder.Rounded).Title("Invoices to expect").AddColumns("date", "lines");
        table.AddColumn(new TableColumn("discount").RightAligned());
        table.AddColumn(new TableColumn("total").RightAligned());
        foreach (var invoice in forecast.Invoices)
        {
            table.AddRow(
                $"{invoice.Date:uuuu-MM-dd}",
                Text(ForecastText.Lines(invoice)),
                invoice.Discount == 0 ? "" : MoneyText.Of(invoice.Discount, currency),
                MoneyText.Of(invoice.Total, currency)
            );
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine(Text(ForecastText.Summary(forecast)));
    }

    private void PrintPlan(SyncPlan plan)
    {
        AnsiConsole.MarkupLine(plan.IsEmpty ? "Nothing to do: Stripe and Salesforce hold everything already." : "[bold]Plan[/]");
        foreach (var step in plan.Steps)
        {
            AnsiConsole.MarkupLine($"[blue]{step.Method.ToString().ToUpperInvariant()}[/] {Text(step.Path)}");
            AnsiConsole.WriteLine(Readable("  " + StripeJson.Write(step.Body, indented: true).Replace("\n", "\n  ", StringComparison.Ordinal)));
        }
    }

    private string Text(string text) => Markup.Escape(Readable(text));
}
