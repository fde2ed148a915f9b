using System.Globalization;
using System.Text.Json.Nodes;
using CpqBilling.Cli.Grammar;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using CpqBilling.Engine.Sync;
using CpqBilling.Web.Orders;

namespace CpqBilling.Cli.Demo;

/// <summary>The outcome of the demo as one JSON document.</summary>
internal static class DemoDocument
{
    public static string Write(IEnumerable<BoardOrder> orders, CallCount calls) =>
        new JsonObject
        {
            ["orders"] = new JsonArray([.. orders.Select(Order)]),
            ["calls"] = new JsonObject { ["salesforce"] = calls.Salesforce, ["stripe"] = calls.Stripe },
        }.ToJsonString(JsonText.Indented);

    private static JsonNode Order(BoardOrder order) =>
        new JsonObject
        {
            ["order"] = order.Number,
            ["customer"] = order.Customer,
            ["kind"] = order.Kind,
            ["status"] = order.Status switch
            {
                OrderStatus.Synced => "synced",
                OrderStatus.Skipped => "skipped",
                _ => "rejected",
            },
            ["stripeId"] = order.StripeId,
            ["created"] = order.Created,
            ["phases"] = order.Phases,
            ["firstInvoice"] = order.FirstInvoice is { } invoice ? Invoice(invoice) : null,
            ["errors"] = new JsonArray([.. order.AllErrors.Select(Error)]),
        };

    private static JsonObject Invoice(FirstInvoice invoice) =>
        new()
        {
            ["id"] = invoice.Id,
            ["amount"] = MinorUnits.ToMajor(invoice.AmountDue, Currency.Of(invoice.Currency)),
            ["currency"] = invoice.Currency,
            ["date"] = invoice.Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
            ["status"] = invoice.Status,
        };

    public static JsonNode Error(SyncError error) =>
        new JsonObject
        {
            ["code"] = error.Code,
            ["name"] = error.Name,
            ["record"] = error.Record.Id,
            ["field"] = error.Field,
            ["message"] = error.Message,
            ["remedy"] = error.Fix,
        };
}
