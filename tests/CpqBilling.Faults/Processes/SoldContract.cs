using System.Globalization;
using System.Text.Json.Nodes;
using CpqBilling.Engine.Tests;

namespace CpqBilling.Faults.Processes;

/// <summary>A kind of contract, and the order whose sync is disturbed.</summary>
/// <param name="Later">Loaded when the first order is billed; null where the first is the one.</param>
internal sealed record SoldContract(string Name, Func<JsonObject> First, Func<JsonObject>? Later = null)
{
    public static IReadOnlyList<SoldContract> All { get; } =
    [
        new("first order", Contracts.Annual),
        new("amendment with proration", Contracts.Annual, Contracts.Amendment),
        new("one-time order", FaultyContract.OneTime),
        new("more one-time lines than a bill holds", FaultyContract.ManyFees),
        new("ramp", () => FaultyContract.Segments(3)),
        new("termination", Contracts.Annual, FaultyContract.Termination),
    ];

    public string Order => Later is null ? "Order#1" : "Order#2";

    /// <summary>The process goes by the clock of the machine, so the contract begins next year whenever the test runs.</summary>
    public static JsonObject NextYear(JsonObject records) =>
        (JsonObject)
            JsonNode.Parse(
                records
                    .ToJsonString()
                    .Replace("\"2026-", (DateTime.UtcNow.Year + 1).ToString("'\"'0000'-'", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            )!;

    public override string ToString() => Name;
}
