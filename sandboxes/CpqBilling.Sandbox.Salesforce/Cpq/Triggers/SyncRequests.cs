using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq.Triggers;

/// <summary>The package's platform event: the connector is told of an activated order, after commit.</summary>
internal static class SyncRequests
{
    public const string EventName = "Stripe_Sync_Request__e";

    public static void OnOrder(RecordChange change)
    {
        if (!OrderActivation.IsActivation(change))
            return;
        var order = change.Record;
        change.Session.Insert(
            EventName,
            new Dictionary<string, object?>
            {
                ["Order_Id__c"] = order.Id,
                ["Contract_Id__c"] = order["ContractId"],
                ["Reason__c"] = "Activated",
            }
        );
    }
}
