using System.Text.Json.Nodes;
using CpqBilling.Cli.Grammar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Money;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Application.Contracts;
using CpqBilling.Engine.Application.Words;
using CpqBilling.Web.Orders;

namespace CpqBilling.Cli.Commands;

/// <summary>A plan to be shown.</summary>
/// <param name="IsPreview">The order is not activated yet and was taken as it will be.</param>
/// <param name="Readable">Gives ids back as people know them.</param>
internal sealed record ShownPlan(string Order, TranslationResult Result, bool IsPreview, Func<string, string> Readable);

/// <summary>A plan as one JSON document.</summary>
internal static class PlanDocument
{
    public static string Write(ShownPlan plan)
    {
        var result = plan.Result;
        var document = new JsonObject
        {
            ["order"] = plan.Order,
            ["preview"] = plan.IsPreview,
            ["outcome"] = PlanText.Outcome(result),
            ["reason"] = (result as Skipped)?.Reason,
            ["errors"] = new JsonArray([.. PlanText.Errors(result).Select(Demo.DemoDocument.Error)]),
            ["timeline"] = new JsonArray([.. Timeline(result as Translated)]),
            ["invoices"] = new JsonArray([.. Invoices(result as Translated)]),
            ["runsOnFrom"] = (result as Translated)?.Forecast()?.RunsOnFrom is { } date ? $"{date:uuuu-MM-dd}" : null,
            ["soldAndBilled"] = new JsonArray([.. SoldAndBilled(result as Translated)]),
            ["steps"] = new JsonArray([.. Steps(PlanText.PlanOf(result))]),
        };
        return plan.Readable(document.ToJsonString(JsonText.Indented));
    }

    private static IEnumerable<JsonNode> Timeline(Translated? translated) =>
        translated?.Timeline is { } timeline
            ? TimelineView
                .Of(timeline)
                .Phases.Select(phase => new JsonObject
                {
                    ["from"] = phase.From,
                    ["to"] = phase.To,
                    ["order"] = phase.Order,
                    ["items"] = new JsonArray([
                        .. phase.Entries.Select(entry => new JsonObject
                        {
                            ["item"] = entry.Name,
                            ["quantity"] = entry.Quantity,
                            ["price"] = entry.Price,
                        }),
                    ]),
                })
            : [];

    private static IEnumerable<JsonNode> Invoices(Translated? translated) =>
        translated?.Forecast() is { } forecast
            ? forecast.Invoices.Select(invoice => new JsonObject
            {
                ["date"] = $"{invoice.Date:uuuu-MM-dd}",
                ["lines"] = ForecastText.Lines(invoice),
                ["amounts"] = new JsonArray([.. invoice.Lines.Select(line => Amount(line, translated, forecast.Currency))]),
                ["total"] = MinorUnits.ToMajor(invoice.Total, Currency.Of(forecast.Currency)),
            })
            : [];

    private static JsonObject Amount(ForecastLine line, Translated translated, string currency) =>
        new JsonObject
        {
            ["order"] = OrderOf(line.Line, translated),
            ["orderLine"] = line.Line.Id,
            ["what"] = ForecastText.Line(line),
            ["amount"] = MinorUnits.ToMajor(line.Amount, Currency.Of(currency)),
            ["discount"] = MinorUnits.ToMajor(line.Discount, Currency.Of(currency)),
            ["computed"] = new AmountSentence(translated.Timeline, currency).Of(line),
        };

    /// <summary>The number of the order that a line belongs to; an order that is one invoice says it above.</summary>
    private static string? OrderOf(OrderLine line, Translated translated) =>
        translated.Timeline?.Life.Contract.Orders.FirstOrDefault(order => order.Lines.Any(own => own.Id == line.Id))?.Label;

    private static IEnumerable<JsonNode> SoldAndBilled(Translated? translated)
    {
        if (translated?.Forecast() is not { Reconciliation: { } reconciliation } forecast)
        {
            yield break;
        }

        decimal Major(decimal minor) => MinorUnits.ToMajor(MinorUnits.Trim(minor), Currency.Of(forecast.Currency));
        foreach (var line in reconciliation.Lines)
        {
            yield return new JsonObject
            {
                ["order"] = OrderOf(line.Line, translated),
                ["orderLine"] = line.Line.Id,
                ["sold"] = Major(line.Ordered + line.TakenOff.Sum(taken => taken.Amount)),
                ["takenOff"] = new JsonArray([
                    .. line.TakenOff.Select(taken => new JsonObject
                    {
                        ["order"] = taken.Order.Label,
                        ["orderLine"] = taken.By.Id,
                        ["amount"] = Major(taken.Amount),
                        ["endsContract"] = taken.EndsContract,
                    }),
                ]),
                ["billed"] = Major(line.Billed),
                ["differences"] = new JsonArray([
                    .. NamedDifference.Of(line).Select(part => new JsonObject { ["what"] = part.Word, ["amount"] = Major(part.Minor) }),
                ]),
            };
        }
    }

    private static IEnumerable<JsonNode> Steps(SyncPlan? plan) =>
        plan?.Steps.Select(step => new JsonObject
        {
            ["method"] = step.Method.ToString().ToUpperInvariant(),
            ["path"] = step.Path,
            ["body"] = JsonNode.Parse(StripeJson.Write(step.Body)),
        })
        ?? [];
}

/// <summary>What a translation comes to, in one word and its errors.</summary>
internal static class PlanText
{
    public static string Outcome(TranslationResult result) =>
        result switch
        {
            Translated or TranslatedRecord => PlanOf(result)!.IsEmpty ? "unchanged" : "planned",
            Rejected => "rejected",
            _ => "skipped",
        };

    public static SyncPlan? PlanOf(TranslationResult result) =>
        result switch
        {
            Translated translated => translated.Plan,
            TranslatedRecord translated => translated.Plan,
            _ => null,
        };

    public static IReadOnlyList<SyncError> Errors(TranslationResult result) => result is Rejected rejected ? rejected.Errors : [];
}
