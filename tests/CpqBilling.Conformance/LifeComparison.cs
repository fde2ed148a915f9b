using System.Text.Json;

namespace CpqBilling.Conformance;

/// <summary>Holds a contract that was played to its end against what must have been billed.</summary>
internal static class LifeComparison
{
    /// <summary>Nobody changes Stripe in a life, and a refusal by Stripe or a defect explains nothing to those who sold.</summary>
    private static readonly string[] NoReasons = ["SYNC-7001", "SYNC-4002", "SYNC-9000"];

    /// <summary>What is wrong, or null.</summary>
    /// <param name="isStrict">Nothing may be told to be wrong where all is billed.</param>
    public static string? Problem(LifeExpectation expected, JsonElement replayed, bool isStrict = false)
    {
        var runs = replayed.GetProperty("runs").EnumerateArray().ToList();
        var errors = runs.SelectMany(run => run.GetProperty("errors").EnumerateArray()).ToList();
        var stripe = runs[^1].GetProperty("stripe");
        var problem =
            expected.Refused is { } order ? Unrefused(order, runs, errors)
            : expected.Also is { } also ? Missing(also, stripe) ?? WrongSum(expected, stripe)
            : WrongSum(expected, stripe);
        if (problem is null && isStrict && expected.Refused is null && errors.Count > 0)
        {
            problem = "it is billed, and yet something is told to be wrong";
        }

        return problem is null ? null : $"{problem}; said: {Said(errors)}";
    }

    private static string? Unrefused(string order, List<JsonElement> runs, List<JsonElement> errors)
    {
        var isRefused = runs.Exists(run => run.Text("sync") == order && run.Text("outcome") == "rejected");
        var isExplained = errors.Count > 0 && !errors.Exists(error => NoReasons.Contains(error.Text("code")));
        return isRefused && isExplained ? null : $"{order} should be refused with a reason of its own";
    }

    private static string? WrongSum(LifeExpectation expected, JsonElement stripe)
    {
        var pending = stripe.GetProperty("invoiceitems").EnumerateArray().Where(item => item.Text("invoice") is null);
        var billed =
            Invoices(stripe).Sum(invoice => invoice.GetProperty("total").GetDecimal()) + pending.Sum(item => item.GetProperty("amount").GetDecimal());
        return expected.Billed is { } sum && sum != billed ? $"billed {billed}, should be {sum} ({expected.How})" : null;
    }

    private static string? Missing(string also, JsonElement stripe)
    {
        var (kind, value) = Halves(also, ':');
        var (label, text) = Halves(value, '=');
        var invoices = Invoices(stripe).ToList();
        var holds = kind switch
        {
            "due" => invoices.Count > 0 && invoices.TrueForAll(invoice => DaysUntilDue(invoice) == decimal.Parse(value)),
            "field" => invoices.Count > 0 && invoices.TrueForAll(invoice => HasField(invoice, label, text)),
            "price" => RecurringAmounts(stripe).Contains(decimal.Parse(value)),
            _ => throw new InvalidOperationException($"expected.tsv asks for {also}, which nobody can check"),
        };
        return holds ? null : $"{also} does not hold";
    }

    private static IEnumerable<JsonElement> Invoices(JsonElement stripe) =>
        stripe.GetProperty("invoices").EnumerateArray().Where(invoice => invoice.Text("status") != "void");

    private static decimal? DaysUntilDue(JsonElement invoice) =>
        invoice.TryGetProperty("due_date", out var due) && due.ValueKind == JsonValueKind.Number
            ? Math.Round((due.GetDecimal() - invoice.GetProperty("created").GetDecimal()) / 86400)
            : null;

    private static bool HasField(JsonElement invoice, string label, string text) =>
        invoice.TryGetProperty("custom_fields", out var fields)
        && fields.ValueKind == JsonValueKind.Array
        && fields.EnumerateArray().Any(field => field.Text("name") == label && field.Text("value") == text);

    private static IEnumerable<decimal> RecurringAmounts(JsonElement stripe) =>
        stripe
            .GetProperty("prices")
            .EnumerateArray()
            .Where(price => price.GetProperty("recurring").ValueKind == JsonValueKind.Object)
            .Select(price => price.Text("unit_amount_decimal"))
            .OfType<string>()
            .Select(decimal.Parse);

    private static (string Before, string After) Halves(string text, char at) =>
        text.Split(at, 2) is [var before, var after] ? (before, after) : (text, "");

    private static string Said(List<JsonElement> errors) =>
        errors.Count == 0
            ? "nothing"
            : string.Join("; ", errors.Select(error => $"{error.Text("code")} {error.Text("record")} {error.Text("message")}"));

    private static string? Text(this JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
