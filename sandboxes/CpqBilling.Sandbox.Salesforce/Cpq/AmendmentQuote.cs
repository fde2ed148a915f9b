using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>The quote that amends a contract: everything it holds with its current quantity, to be typed over.</summary>
/// <remarks>
/// It ends with the contract and has no term until one is typed. Where the contract has an amendment start date,
/// past segments are left out and the others are counted from 1.
/// </remarks>
internal static class AmendmentQuote
{
    public static Record Create(Record contract, WriteSession session)
    {
        var start = contract.Date("SBQQ__AmendmentStartDate__c") ?? Later(session.Org.Clock.Today, contract.Date("StartDate"));
        var opportunity = ContractQuotes.Opportunity(contract, "Amendment", start, new() { ["SBQQ__AmendedContract__c"] = contract.Id }, session);
        var quote = ContractQuotes.Quote(
            contract,
            opportunity,
            "Amendment",
            new()
            {
                ["SBQQ__MasterContract__c"] = contract.Id,
                ["SBQQ__StartDate__c"] = start,
                ["SBQQ__EndDate__c"] = contract["EndDate"],
            },
            session
        );
        var holdings = ContractState.Of(contract, session.Store).Where(holding => holding.Quantity != 0m).ToList();
        var made = new Dictionary<string, Record>(StringComparer.Ordinal);
        foreach (var holding in holdings.Where(holding => !IsSegment(holding) && !HasEnded(holding, start)))
        {
            var line = session.Insert("SBQQ__QuoteLine__c", OwnSpan(Line(holding, quote, session.Store), holding, start, contract));
            if (holding.Subscription.Text("SBQQ__QuoteLine__c") is { } known)
                made[known] = line;
        }
        KeepBundles(made, session);
        foreach (var segments in holdings.Where(IsSegment).GroupBy(holding => holding.Subscription.Text("SBQQ__SegmentKey__c")))
            AddSegments(Offered(segments, contract), quote, session);
        return quote;
    }

    private static bool HasEnded(Holding holding, DateOnly start) => holding.Subscription.Date("SBQQ__SubscriptionEndDate__c") < start;

    /// <summary>What begins after the amendment or ends before the contract keeps its own dates.</summary>
    private static Dictionary<string, object?> OwnSpan(Dictionary<string, object?> line, Holding holding, DateOnly start, Record contract)
    {
        if (holding.Subscription.Date("SBQQ__SubscriptionStartDate__c") is { } begins && begins > start)
            line["SBQQ__StartDate__c"] = begins;
        if (holding.Subscription.Date("SBQQ__SubscriptionEndDate__c") is { } ends && ends < contract.Date("EndDate"))
            line["SBQQ__EndDate__c"] = ends;
        return line;
    }

    /// <summary>A component is again required by its bundle, where both are still there.</summary>
    private static void KeepBundles(Dictionary<string, Record> made, WriteSession session)
    {
        foreach (var (known, line) in made)
            if (session.Store.Find(known)?.Text("SBQQ__RequiredBy__c") is { } bundle && made.TryGetValue(bundle, out var owner))
                session.Update(line, new Dictionary<string, object?> { ["SBQQ__RequiredBy__c"] = owner.Id });
    }

    /// <summary>An amendment cannot begin before what it amends.</summary>
    public static void GuardStart(RecordChange change)
    {
        var quote = change.Record;
        if (
            change.Kind != ChangeKind.Delete
            && change.Changed("SBQQ__StartDate__c")
            && change.Session.Store.Parent(quote, "SBQQ__MasterContract__c") is { } contract
            && quote.Date("SBQQ__StartDate__c") < contract.Date("StartDate")
        )
            throw CpqErrors.AmendedBeforeItsStart();
    }

    private static DateOnly Later(DateOnly a, DateOnly? b) => b is { } other && other > a ? other : a;

    private static bool IsSegment(Holding holding) => holding.Subscription.Text("SBQQ__SegmentKey__c") is not null;

    private static IEnumerable<Holding> Offered(IEnumerable<Holding> segments, Record contract) =>
        segments
            .Where(segment =>
                contract.Date("SBQQ__AmendmentStartDate__c") is not { } start || segment.Subscription.Date("SBQQ__SubscriptionEndDate__c") >= start
            )
            .OrderBy(segment => segment.Subscription.Date("SBQQ__SubscriptionStartDate__c"));

    private static void AddSegments(IEnumerable<Holding> segments, Record quote, WriteSession session)
    {
        var index = 0;
        foreach (var segment in segments)
        {
            var values = Line(segment, quote, session.Store);
            values["SBQQ__SegmentIndex__c"] = (decimal)++index;
            values["SBQQ__SegmentKey__c"] = segment.Subscription["SBQQ__SegmentKey__c"];
            values["SBQQ__SegmentLabel__c"] = segment.Subscription["SBQQ__SegmentLabel__c"];
            values["SBQQ__StartDate__c"] = segment.Subscription["SBQQ__SubscriptionStartDate__c"];
            values["SBQQ__EndDate__c"] = segment.Subscription["SBQQ__SubscriptionEndDate__c"];
            session.Insert("SBQQ__QuoteLine__c", values);
        }
    }

    private static Dictionary<string, object?> Line(Holding holding, Record quote, RecordStore store)
    {
        var values = ContractQuotes.Line(holding, quote, store);
        values["SBQQ__PriorQuantity__c"] = holding.Quantity;
        return values;
    }
}
