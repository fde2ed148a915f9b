using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>Something a contract holds: the subscription it began with and the quantity after every contracted amendment.</summary>
internal sealed record Holding(Record Subscription, decimal Quantity);

/// <summary>What a contract knows. Amendments that were not contracted are unknown to it.</summary>
internal static class ContractState
{
    public static List<Holding> Of(Record contract, RecordStore store)
    {
        var all = store.Children(contract, "SBQQ__Subscription__c", "SBQQ__Contract__c");
        var changes = all.Where(IsRevision).ToLookup(subscription => subscription.Text("SBQQ__RevisedSubscription__c"), Quantity);
        return
        [
            .. all.Where(subscription => !IsRevision(subscription)).Select(first => new Holding(first, Quantity(first) + changes[first.Id].Sum())),
        ];
    }

    private static bool IsRevision(Record subscription) => subscription.Text("SBQQ__RevisedSubscription__c") is not null;

    private static decimal Quantity(Record subscription) => subscription.Number("SBQQ__Quantity__c") ?? 0m;
}
