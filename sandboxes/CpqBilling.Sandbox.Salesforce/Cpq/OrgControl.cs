using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Org;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary><c>/_sandbox/org</c>: settings of the org as a whole. What is not named stays.</summary>
/// <remarks><c>{"prorationPrecision":"month|monthly+daily|day|calendarMonthly+daily","multiCurrency":false}</c></remarks>
internal static class OrgControl
{
    public static JsonObject Get(SandboxOrg org) =>
        new() { ["prorationPrecision"] = org.Cpq.Precision.Name(), ["multiCurrency"] = org.Schema.MultiCurrency };

    public static JsonObject Set(SandboxOrg org, JsonObject body)
    {
        if (body["prorationPrecision"] is JsonValue precision)
        {
            org.Cpq.Precision = ProrationPrecisions.Parse(precision.GetValue<string>());
            org.KeepFact(CpqSettings.PrecisionFact, org.Cpq.Precision.Name());
        }
        if (body["multiCurrency"] is JsonValue multiCurrency)
        {
            org.Schema.MultiCurrency = multiCurrency.GetValue<bool>();
            org.KeepFact("multiCurrency", org.Schema.MultiCurrency ? "true" : "false");
        }
        return Get(org);
    }
}
