using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>Which order products share a contract: those that end on the same day, unless the order asks for a single one. Products may ask for a contract of their own, or for none.</summary>
internal static class ContractGroups
{
    private const string Method = "SBQQ__ContractingMethod__c";

    /// <summary>One-time products go with the first contract. Segments of a ramp stay together and end with the last of them.</summary>
    public static List<ContractGroup> Of(Record order, List<Record> lines)
    {
        var apart = lines.Where(line => line.Text(Method) == "Contract Separately").ToList();
        var shared = lines.Except(apart).ToList();
        var groups = new List<ContractGroup>();
        if (shared.Count > 0)
            groups.AddRange(order.Text(Method) == "Single Contract" ? [new ContractGroup(null, shared)] : ByEnd(shared));
        groups.AddRange(apart.Select(line => new ContractGroup(line.Date("EndDate"), [line])));
        return groups;
    }

    public static bool IsLeftOut(Record line) => line.Text(Method) == "Do Not Contract";

    public static bool IsRecurring(Record line) =>
        line.Text("SBQQ__SubscriptionPricing__c") is not null && line.Text("SBQQ__SubscriptionType__c") != "One-time";

    private static List<ContractGroup> ByEnd(List<Record> lines)
    {
        var groups = lines
            .Where(IsRecurring)
            .GroupBy(line => End(line, lines))
            .OrderBy(group => group.Key ?? DateOnly.MaxValue)
            .Select(group => new ContractGroup(group.Key, [.. group]))
            .ToList();
        if (groups.Count <= 1)
            return [new ContractGroup(null, lines)];
        groups[0].Lines.AddRange(lines.Where(line => !IsRecurring(line)));
        return groups;
    }

    private static DateOnly? End(Record line, List<Record> lines) =>
        line.Text("SBQQ__SegmentKey__c") is { } key
            ? lines.Where(other => other.Text("SBQQ__SegmentKey__c") == key).Max(other => other.Date("EndDate"))
            : line.Date("EndDate");
}
