using CpqBilling.Core.Forecast;
using CpqBilling.Engine.Application.Words;

namespace CpqBilling.Web.Orders;

/// <summary>Invoices to expect, in words.</summary>
public static class ForecastText
{
    /// <summary><c>25 × Workspace seat, 5 × Platform licence (proration)</c></summary>
    public static string Lines(ForecastInvoice invoice) => string.Join(", ", invoice.Lines.Select(Line));

    /// <summary><c>5 × Platform licence (proration)</c></summary>
    public static string Line(ForecastLine line)
    {
        var name = line.Line.Product?.Text("Name") ?? line.Line.Id;
        var kind = line.Kind is { } what ? $" ({what.ToString().ToLowerInvariant()})" : "";
        return $"{line.Quantity} × {name}{kind}";
    }

    public static string Summary(InvoiceForecast forecast)
    {
        var invoices = forecast.Invoices.Length == 1 ? "1 invoice" : $"{forecast.Invoices.Length} invoices";
        var total = MoneyText.Of(forecast.Total, forecast.Currency);
        var usage = forecast.HasUsage ? " Usage comes on top, by what the meters count." : "";
        return $"{invoices}, {total} {Span(forecast)}.{Reconciled(forecast)}{usage}";
    }

    private static string Span(InvoiceForecast forecast) =>
        forecast.RunsOnFrom is { } date ? $"until {date:uuuu-MM-dd}; the subscription runs on" : "in all";

    /// <summary>CPQ's totals, and what becomes of the difference.</summary>
    private static string Reconciled(InvoiceForecast forecast)
    {
        if (forecast.Reconciliation is not { } reconciliation)
        {
            return "";
        }

        var differences = NamedDifference
            .Of(reconciliation)
            .Select(part => $"{part.Word.ToLowerInvariant()} {MoneyText.Of(part.Minor, forecast.Currency)}")
            .ToList();
        var between = differences.Count == 0 ? "" : $"; between them: {string.Join(", ", differences)}";
        return $" Of the lines with a fixed price CPQ sold {MoneyText.Of(reconciliation.Ordered, forecast.Currency)}; "
            + $"{MoneyText.Of(reconciliation.Billed, forecast.Currency)} are billed before discounts{between}.";
    }
}
