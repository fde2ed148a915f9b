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
        var lines = OrderActivation
            .Lines(order, session.Store)
            .Where(line => line["SBQQ__Contract__c"] is null && !ContractGroups.IsLeftOut(line))
            .ToList();
        if (session.Store.Parent(order, "SBQQ__Quote__c") is { } quote && session.Store.Parent(quote, "SBQQ__MasterContract__c") is { } master)
            Extend(master, order, lines, session);
        else
            foreach (var group in ContractGroups.Of(order, lines))
                Subscribe(NewContract(order, group, session), group.Lines, session);
    }

    private static void Extend(Record contract, Record order, List<Record> lines, WriteSession session)
    {
        session.Update(contract, new Dictionary<string, object?> { ["SBQQ__Order__c"] = order.Id });
        Subscribe(contract, lines, session);
    }

    private static Record NewContract(Record order, ContractGroup group, WriteSession session)
    {
        var (lines, quote) = (group.Lines, session.Store.Parent(order, "SBQQ__Quote__c"));
        var start = Earlier(order.Date("EffectiveDate")!.Value, lines.Min(line => line.Date("ServiceDate")));
        var recurring = lines.Where(ContractGroups.IsRecurring).ToList();
        var isEvergreen = recurring.Count > 0 && recurring.TrueForAll(line => line.Text("SBQQ__SubscriptionType__c") == "Evergreen");
        var end = isEvergreen ? null : group.End ?? quote?.Date("SBQQ__EndDate__c") ?? lines.Max(line => line.Date("EndDate"));
        var term =
            isEvergreen ? null
            : group.End is null && quote is not null && LineDates.Term(quote) is { } quoted ? quoted
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

    private static DateOnly Earlier(DateOnly a, DateOnly? b) => b is { } other && other < a ? other : a;

    private static int? TermOf(DateOnly start, DateOnly? end)
    {
        if (end is not { } last)
            return null;
        var (months, days) = EffectiveTerm.WholeMonths(start, last.AddDays(1));
        return days > 0 ? months + 1 : months;
    }

    private static void Subscribe(Record contract, List<Record> lines, WriteSession session)
    {
        foreach (var line in lines)
        {
            var values = new Dictionary<string, object?> { ["SBQQ__Contract__c"] = contract.Id };
            if (ContractGroups.IsRecurring(line))
                values["SBQQ__Subscription__c"] = session.Insert("SBQQ__Subscription__c", SubscriptionOf(line, contract, session.Store)).Id;
            else
                session.Insert("Asset", AssetOf(line, contract, session.Store));
            session.Update(line, values);
            Terminate(line, session);
        }
    }

    /// <summary>A cancelled subscription knows from when on.</summary>
    private static void Terminate(Record line, WriteSession session)
    {
        if (
            line.Text("SBQQ__ContractAction__c") == "Cancel"
            && session.Store.Parent(line, "SBQQ__RevisedOrderProduct__c") is { } first
            && session.Store.Parent(first, "SBQQ__Subscription__c") is { } cancelled
        )
            session.Update(cancelled, new Dictionary<string, object?> { ["SBQQ__TerminatedDate__c"] = line["ServiceDate"] });
    }

    /// <summary>What was sold once is owned from then on.</summary>
    private static Dictionary<string, object?> AssetOf(Record line, Record contract, RecordStore store) =>
        new()
        {
            ["Name"] = store.Parent(line, "Product2Id")?["Name"] ?? "Asset",
            ["AccountId"] = contract["AccountId"],
            ["Product2Id"] = line["Product2Id"],
            ["Quantity"] = line["Quantity"],
            ["Price"] = line["UnitPrice"],
            ["PurchaseDate"] = line["ServiceDate"],
            ["SBQQ__OrderProduct__c"] = line.Id,
        };

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
