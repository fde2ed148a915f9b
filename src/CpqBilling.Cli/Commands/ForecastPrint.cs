using CpqBilling.Cli.Grammar;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Application.Contracts;
using CpqBilling.Engine.Application.Words;
using CpqBilling.Web.Orders;
using Spectre.Console;

namespace CpqBilling.Cli.Commands;

/// <summary>The invoices to expect on a terminal: each amount with its order, how it was computed, and the way from what CPQ sold to what is billed.</summary>
/// <param name="readable">Gives ids back as people know them.</param>
internal sealed class ForecastPrint(Translated translated, InvoiceForecast forecast, Func<string, string> readable)
{
    private readonly Dictionary<string, string> _orders =
        translated.Timeline?.Life.Contract.Orders.SelectMany(order => order.Lines.Select(line => (line.Id, order.Label))).ToDictionary() ?? [];

    public void Print(IAnsiConsole screen)
    {
        PrintInvoices(screen);
        PrintSentences(screen);
        PrintReconciliation(screen);
        screen.MarkupLine(Text(ForecastText.Summary(forecast)));
    }

    private void PrintInvoices(IAnsiConsole screen)
    {
        var table = Screen.Table("date", "order", "what").Title("Invoices to expect");
        table.AddColumn(new TableColumn("amount").RightAligned());
        foreach (var invoice in forecast.Invoices)
        {
            foreach (var (index, line) in invoice.Lines.Index())
            {
                table.AddRow(index == 0 ? $"{invoice.Date:uuuu-MM-dd}" : "", Text(OrderOf(line)), Text(ForecastText.Line(line)), Money(line.Amount));
            }

            var discount = invoice.Lines.Sum(line => line.Discount);
            if (discount != 0)
            {
                table.AddRow("", "", "coupons", Money(-discount));
            }

            if (invoice.Lines.Length != 1 || discount != 0)
            {
                table.AddRow("", "", "[bold]in all[/]", $"[bold]{Money(invoice.Total)}[/]");
            }
        }

        screen.Write(table);
    }

    /// <summary>Each way of computing an amount once: months that are billed alike are computed alike.</summary>
    private void PrintSentences(IAnsiConsole screen)
    {
        var sentence = new AmountSentence(translated.Timeline, forecast.Currency);
        var told = forecast
            .Invoices.SelectMany(invoice => invoice.Lines)
            .Select(line => (Order: OrderOf(line), What: ForecastText.Line(line), How: sentence.Of(line)))
            .Distinct();
        foreach (var (order, what, how) in told)
        {
            screen.MarkupLine($"[bold]{Text(what)}[/]{Text(order.Length > 0 ? $" of order {order}" : "")}: {Text(how)}");
        }
    }

    private void PrintReconciliation(IAnsiConsole screen)
    {
        if (forecast.Reconciliation is not { Lines.IsEmpty: false } reconciliation)
        {
            return;
        }

        var table = Screen.Table("order", "line").Title("Sold and billed");
        table.AddColumn(new TableColumn("sold").RightAligned());
        table.AddColumn(new TableColumn("billed").RightAligned());
        table.AddColumn("between them");
        foreach (var line in reconciliation.Lines)
        {
            var between = NamedDifference.Of(line).Select(part => $"{part.Word.ToLowerInvariant()} {Money(part.Minor)}");
            table.AddRow(
                Text(_orders.GetValueOrDefault(line.Line.Id, "")),
                Text($"{line.Line.Quantity:0.####} × {LineLabels.NameOf(line.Line)}"),
                Money(line.Ordered + line.TakenOff.Sum(taken => taken.Amount)),
                Money(line.Billed),
                Text(string.Join(", ", between))
            );
            foreach (var taken in line.TakenOff)
            {
                var what = $"{(taken.EndsContract ? "ended" : "taken away")}: {taken.Units:0.####} × {LineLabels.NameOf(line.Line)}";
                table.AddRow(Text(taken.Order.Label), Text(what), Money(-taken.Amount), "", "");
            }
        }

        screen.Write(table);
    }

    private string OrderOf(ForecastLine line) => _orders.GetValueOrDefault(line.Line.Id, "");

    private string Money(decimal minor) => MoneyText.Of(minor, forecast.Currency);

    private string Text(string text) => Markup.Escape(readable(text));
}
