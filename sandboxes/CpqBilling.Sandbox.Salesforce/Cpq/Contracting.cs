using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>An activated order that becomes contracted: a new order makes a contract, an amendment adds to the one it amends.</summary>
/// <remarks>A subscription stands for each recurring line. The order's own <c>ContractId</c> stays empty.</remarks>
internal static class Contracting
{
    public static void OnOrder(RecordChange change)
    {
        if (change.Kind != ChangeKind.Update || !change.Became("SBQQ__Contracted__c", true))
            return;
        var (order, session) = (change.Record, change.Session);
        if (order.Text("Status") != "Activated")
            throw CpqErrors.NotActivated();
        var lines = OrderActivation.Lines(order, session.Store).Where(line => line["SBQQ__Contract__c"] is null).ToList();
        if (session.Store.Parent(order, "SBQQ__Quote__c") is { } quote && session.Store.Parent(quote, "SBQQ__MasterContract__c") is { } master)
            Extend(master, order, lines, session);
        else
            foreach (var (end, group) in Groups(order, lines))
                Subscribe(NewContract(order, group, end, session), group, session);
    }

    private static void Extend(Record contract, Record order, List<Record> lines, WriteSession session)
    {
        session.Update(contract, new Dictionary<string, object?> { ["SBQQ__Order__c"] = order.Id });
        Subscribe(contract, lines, session);
    }

    /// <summary>One group for the order, or one for each end date where the order asks for it; one-time lines go with the first.</summary>
    private static List<(DateOnly? End, List<Record> Lines)> Groups(Record order, List<Record> lines)
    {
        if (order.Text("SBQQ__ContractingMethod__c") != "By Subscription End Date" || !lines.Exists(IsRecurring))
            return [(null, lines)];
        var groups = lines
            .Where(IsRecurring)
            .GroupBy(line => line.Date("EndDate"))
            .OrderBy(group => group.Key ?? DateOnly.MaxValue)
            .Select(group => (End: group.Key, Lines: group.ToList()))
            .ToList();
        groups[0].Lines.AddRange(lines.Where(line => !IsRecurring(line)));
        return groups;
    }

    private static Record NewContract(Record order, List<Record> lines, DateOnly? ownEnd, WriteSession session)
    {
        var quote = session.Store.Parent(order, "SBQQ__Quote__c");
        var start = lines.Min(line => line.Date("ServiceDate")) ?? order.Date("EffectiveDate")!.Value;
        var recurring = lines.Where(IsRecurring).ToList();
        var isEvergreen = recurring.Count > 0 && recurring.TrueForAll(line => line.Text("SBQQ__SubscriptionType__c") == "Evergreen");
        var end = isEvergreen ? null : ownEnd ?? quote?.Date("SBQQ__EndDate__c") ?? lines.Max(line => line.Date("EndDate"));
        var term =
            isEvergreen ? null
            : ownEnd is null && quote is not null && LineDates.Term(quote) is { } quoted ? quoted
            : TermOf(start, end);
        var contract = session.Insert(
            "Contract",
            new Dictionary<string, object?>
            {
                ["AccountId"] = order["AccountId"],
                ["Pricebook2Id"] = order["Pricebook2Id"],
                ["Status"] = "Draft",
                ["StartDate"] = start,
                ["ContractTerm"] = (decimal?)term,
                ["SBQQ__RenewalTerm__c"] = quote?["SBQQ__RenewalTerm__c"] ?? (decimal?)term,
                ["SBQQ__Order__c"] = order.Id,
                ["SBQQ__Quote__c"] = quote?.Id,
                ["SBQQ__Opportunity__c"] = order["OpportunityId"],
            }
        );
        if (contract.Date("EndDate") != end)
            session.Update(contract, new Dictionary<string, object?> { ["EndDate"] = end });
        return contract;
    }

    private static int? TermOf(DateOnly start, DateOnly? end)
    {
        if (end is not { } last)
            return null;
        var (months, days) = EffectiveTerm.WholeMonths(start, last.AddDays(1));
        return days > 0 ? months + 1 : months;
    }

    private static bool IsRecurring(Record line) =>
        line.Text("SBQQ__SubscriptionPricing__c") is not null && line.Text("SBQQ__SubscriptionType__c") != "One-time";

    private static void Subscribe(Record contract, List<Record> lines, WriteSession session)
    {
        foreach (var line in lines)
        {
            var values = new Dictionary<string, object?> { ["SBQQ__Contract__c"] = contract.Id };
            if (IsRecurring(line))
                values["SBQQ__Subscription__c"] = session.Insert("SBQQ__Subscription__c", SubscriptionOf(line, contract, session.Store)).Id;
            session.Update(line, values);
        }
    }

    private static Dictionary<string, object?> SubscriptionOf(Record line, Record contract, RecordStore store)
    {
        var quoteLine = store.Parent(line, "SBQQ__QuoteLine__c");
        var revised = line.Text("SBQQ__ContractAction__c") == "Renew" ? null : quoteLine?["SBQQ__UpgradedSubscription__c"];
        return new()
        {
            ["SBQQ__Contract__c"] = contract.Id,
            ["SBQQ__Account__c"] = contract["AccountId"],
            ["SBQQ__Product__c"] = line["Product2Id"],
            ["SBQQ__Quantity__c"] = line["Quantity"],
            ["SBQQ__SubscriptionStartDate__c"] = line["ServiceDate"],
            ["SBQQ__SubscriptionEndDate__c"] = line["EndDate"],
            ["SBQQ__StartDate__c"] = line["ServiceDate"],
            ["SBQQ__EndDate__c"] = line["EndDate"] ?? contract["EndDate"],
            ["SBQQ__OrderProduct__c"] = line.Id,
            ["SBQQ__QuoteLine__c"] = quoteLine?.Id,
            ["SBQQ__RevisedSubscription__c"] = revised,
            ["SBQQ__SegmentIndex__c"] = quoteLine?["SBQQ__SegmentIndex__c"],
            ["SBQQ__SegmentKey__c"] = quoteLine?["SBQQ__SegmentKey__c"],
            ["SBQQ__SegmentLabel__c"] = quoteLine?["SBQQ__SegmentLabel__c"],
            ["SBQQ__BillingFrequency__c"] = line["SBQQ__BillingFrequency__c"],
            ["SBQQ__ListPrice__c"] = line["SBQQ__QuotedListPrice__c"],
            ["SBQQ__NetPrice__c"] = line["UnitPrice"],
        };
    }
}
