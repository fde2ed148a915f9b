using CpqBilling.Core.Forecast;

namespace CpqBilling.Web.Orders;

/// <summary>Invoices to expect, in words.</summary>
public static class ForecastText
{
    /// <summary><c>25 × Workspace seat, 5 × Platform licence (proration)</c></summary>
    public static string Lines(ForecastInvoice invoice) =>
        string.Join(
            ", ",
            invoice.Lines.Select(line =>
            {
                var name = line.Line.Product?.Text("Name") ?? line.Line.Id;
                var kind = line.Kind is { } what ? $" ({what.ToString().ToLowerInvariant()})" : "";
                return $"{line.Quantity} × {name}{kind}";
            })
        );

    public static string Summary(InvoiceForecast forecast, string currency)
    {
        var reconciliation = forecast.Reconciliation;
        var usage = forecast.HasUsage ? " Usage comes on top, by what the meters count." : "";
        var uncredited =
            reconciliation.Uncredited == 0 ? "" : $", {MoneyText.Of(reconciliation.Uncredited, currency)} of it for time that was removed";
        return $"{forecast.Invoices.Length} invoices, {MoneyText.Of(forecast.Total, currency)} in all. Of the recurring lines CPQ sold "
            + $"{MoneyText.Of(reconciliation.Ordered, currency)}; {MoneyText.Of(reconciliation.Billed, currency)} are billed before discounts{uncredited}.{usage}";
    }
}
