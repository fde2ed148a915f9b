using System.Globalization;
using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>The quote that renews a contract from the day after its end, for its renewal term, with everything it holds.</summary>
/// <remarks>The quote has no master contract, so contracting its order makes a contract of its own. Its term is empty until one is typed.</remarks>
internal static class RenewalQuote
{
    public static Record Create(Record contract, WriteSession session)
    {
        if (contract.Date("EndDate") is not { } oldEnd)
            throw CpqErrors.Refused("A contract without an end cannot be renewed.", "EndDate");
        var term = (int)(contract.Number("SBQQ__RenewalTerm__c") ?? contract.Number("ContractTerm") ?? EffectiveTerm.DefaultProductTermMonths);
        var opportunity = Opportunity(contract, session);
        var quote = ContractQuotes.Quote(
            contract,
            opportunity,
            "Renewal",
            new()
            {
                ["SBQQ__StartDate__c"] = oldEnd.AddDays(1),
                ["SBQQ__EndDate__c"] = oldEnd.AddDays(1).AddMonths(term).AddDays(-1),
                ["SBQQ__RenewalTerm__c"] = contract["ContractTerm"],
            },
            session
        );
        AddLines(contract, quote, term, session);
        session.Update(contract, new Dictionary<string, object?> { ["SBQQ__RenewalQuoted__c"] = true });
        return quote;
    }

    /// <summary>The contract's renewal opportunity; made where there is none.</summary>
    public static Record Opportunity(Record contract, WriteSession session)
    {
        if (session.Store.Parent(contract, "SBQQ__RenewalOpportunity__c") is { } known)
            return known;
        var made = ContractQuotes.Opportunity(
            contract,
            "Renewal",
            contract.Date("EndDate") ?? throw CpqErrors.Refused("A contract without an end cannot be renewed.", "EndDate"),
            new() { ["SBQQ__Renewal__c"] = true, ["SBQQ__RenewedContract__c"] = contract.Id },
            session
        );
        session.Update(contract, new Dictionary<string, object?> { ["SBQQ__RenewalOpportunity__c"] = made.Id });
        return made;
    }

    /// <summary>Segments come again, each later by the renewal's term.</summary>
    private static void AddLines(Record contract, Record quote, int term, WriteSession session)
    {
        var key = session.Org.Clock.Now.ToUnixTimeMilliseconds();
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var holding in ContractState.Of(contract, session.Store).Where(holding => holding.Quantity != 0m))
        {
            var values = ContractQuotes.Line(holding, quote, session.Store);
            if (holding.Subscription.Text("SBQQ__SegmentKey__c") is { } oldKey)
            {
                if (!keys.TryGetValue(oldKey, out var newKey))
                    keys.Add(oldKey, newKey = (key + keys.Count).ToString(CultureInfo.InvariantCulture));
                values["SBQQ__SegmentKey__c"] = newKey;
                values["SBQQ__SegmentIndex__c"] = holding.Subscription["SBQQ__SegmentIndex__c"];
                values["SBQQ__SegmentLabel__c"] = holding.Subscription["SBQQ__SegmentLabel__c"];
                values["SBQQ__StartDate__c"] = holding.Subscription.Date("SBQQ__SubscriptionStartDate__c")?.AddMonths(term);
                values["SBQQ__EndDate__c"] = holding.Subscription.Date("SBQQ__SubscriptionEndDate__c")?.AddDays(1).AddMonths(term).AddDays(-1);
            }
            session.Insert("SBQQ__QuoteLine__c", values);
        }
    }
}
