using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq.Triggers;

/// <summary>The package's link of an opportunity to what its latest synced order became in Stripe.</summary>
internal static class OpportunityLinks
{
    private const string StripeId = "Stripe_ID__c";

    public static void OnOrder(RecordChange change)
    {
        var order = change.Record;
        if (change.Kind != ChangeKind.Update || !change.Changed(StripeId) || order.Text(StripeId) is not { } stripeId)
            return;
        if (change.Session.Store.Parent(order, "OpportunityId") is { } opportunity)
            change.Session.Update(opportunity, new Dictionary<string, object?> { [StripeId] = stripeId });
    }
}
