using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Standard;

/// <summary>Fields worked out on reading: compound addresses, status codes and the effective dates of CPQ. An effective date that a fixture stored wins.</summary>
internal static class CalculatedFields
{
    public static void Install(SandboxOrg org)
    {
        foreach (var type in org.Schema.All)
        foreach (var address in type.Fields.Where(field => field.Type == FieldType.Address))
            address.Evaluate = record => Address(record, address.Name[..^"Address".Length]);
        Always(org, "Order", "StatusCode", order => order.Text("Status") == "Activated" ? "A" : "D");
        Always(org, "Opportunity", "IsClosed", opportunity => Stage(opportunity).StartsWith("Closed", StringComparison.Ordinal));
        Always(org, "Opportunity", "IsWon", opportunity => Stage(opportunity) is "Closed Won" or "Closed/Won");
        var store = org.Store;
        Calculate(
            org,
            "SBQQ__QuoteLine__c",
            "SBQQ__EffectiveStartDate__c",
            line => line["SBQQ__StartDate__c"] ?? store.Parent(line, "SBQQ__Quote__c")?["SBQQ__StartDate__c"]
        );
        Calculate(
            org,
            "SBQQ__QuoteLine__c",
            "SBQQ__EffectiveEndDate__c",
            line => line["SBQQ__EndDate__c"] ?? QuoteEnd(line, store.Parent(line, "SBQQ__Quote__c"))
        );
        Calculate(org, "SBQQ__Subscription__c", "SBQQ__StartDate__c", subscription => subscription["SBQQ__SubscriptionStartDate__c"]);
        Calculate(org, "SBQQ__Subscription__c", "SBQQ__EndDate__c", subscription => subscription["SBQQ__SubscriptionEndDate__c"]);
    }

    private static void Always(SandboxOrg org, string type, string name, Func<Record, object?> rule) => org.Schema[type][name].Evaluate = rule;

    private static string Stage(Record opportunity) => opportunity.Text("StageName") ?? "";

    private static void Calculate(SandboxOrg org, string type, string name, Func<Record, object?> rule)
    {
        var field = org.Schema[type][name];
        field.Evaluate = record => record.Values[field.Ordinal] ?? rule(record);
    }

    /// <summary>The quote's end, or its start plus the line's or the quote's term, less a day.</summary>
    private static object? QuoteEnd(Record line, Record? quote)
    {
        if (quote?["SBQQ__EndDate__c"] is { } end)
            return end;
        var term = line.Number("SBQQ__SubscriptionTerm__c") ?? quote?.Number("SBQQ__SubscriptionTerm__c");
        return line.Date("SBQQ__EffectiveStartDate__c") is { } start && term is { } months ? start.AddMonths((int)months).AddDays(-1) : null;
    }

    private static JsonObject? Address(Record record, string prefix)
    {
        var address = new JsonObject { ["geocodeAccuracy"] = null };
        foreach (var part in (string[])["City", "Country", "Latitude", "Longitude", "PostalCode", "State", "Street"])
            address[char.ToLowerInvariant(part[0]) + part[1..]] = RecordJson.Value(record[prefix + part]);
        return address.All(pair => pair.Value is null) ? null : address;
    }
}
