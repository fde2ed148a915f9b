using CpqBilling.Sandbox.Salesforce.Cpq.Triggers;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>Hangs CPQ and the triggers of our package onto the records. Guards come before anything that would change the order of events.</summary>
internal static class CpqBehaviour
{
    public static void Install(SandboxOrg org)
    {
        var hooks = org.Store.Hooks;
        hooks.BeforeSave("Order", ActivatedOrders.GuardOrder);
        hooks.BeforeSave("OrderItem", ActivatedOrders.GuardLine);
        hooks.BeforeSave("SBQQ__QuoteLine__c", QuotePricing.Price);
        hooks.AfterSave("SBQQ__QuoteLine__c", Segmentation.OnLine);
        hooks.AfterSave("SBQQ__QuoteLine__c", PercentOfTotal.OnLine);
        hooks.AfterSave("SBQQ__QuoteLine__c", QuotePricing.Total);
        hooks.BeforeSave("SBQQ__Quote__c", AmendmentQuote.GuardStart);
        hooks.AfterSave("Opportunity", RenewalWishes.OnOpportunity);
        hooks.AfterSave("Contract", RenewalWishes.OnContract);
        hooks.AfterSave("SBQQ__Quote__c", QuotePricing.Reprice);
        hooks.AfterSave("SBQQ__Quote__c", OrderCreation.OnQuote);
        hooks.BeforeSave("Order", OrderActivation.Before);
        hooks.AfterSave("Order", OrderActivation.After);
        hooks.AfterSave("Order", Contracting.OnOrder);
        InstallPackage(org);
    }

    private static void InstallPackage(SandboxOrg org)
    {
        var hooks = org.Store.Hooks;
        hooks.AfterSave("Order", OnceInstalled("Order_Stripe_Coupon__c", OrderCouponCopies.OnOrder));
        hooks.AfterSave("Order", OnceInstalled(SyncRequests.EventName, SyncRequests.OnOrder));
        hooks.AfterSave("Order", OnceInstalled("Sync_Record__c", OpportunityLinks.OnOrder));
        hooks.BeforeSave("Sync_Record__c", SyncRecordFacts.BeforeSave);
        hooks.BeforeSave("Quote_Stripe_Coupon_Association__c", CouponCurrencyCheck.OnQuote);
        hooks.BeforeSave("Quote_Line_Stripe_Coupon_Association__c", CouponCurrencyCheck.OnQuoteLine);
        hooks.AfterSave("Sync_Record__c", SyncRecordResolution.OnSyncRecord);
        hooks.AfterSave("Stripe_Account__c", PrimaryStripeAccount.OnStripeAccount);
        foreach (var type in org.Schema.Objects)
            Joined(type, hooks);
    }

    /// <summary>What an object needs once it is there: a platform event is sent, not kept.</summary>
    public static void Joined(ObjectDef type, SaveHooks hooks)
    {
        if (type.IsPlatformEvent)
            hooks.AfterSave(type.Name, change => change.Session.Purge(change.Record));
    }

    /// <summary>A trigger of the package on a standard object works only where the package's own object is there.</summary>
    private static Action<RecordChange> OnceInstalled(string packageObject, Action<RecordChange> trigger) =>
        change =>
        {
            if (change.Session.Store.Schema.Find(packageObject) is not null)
                trigger(change);
        };
}
