using CpqBilling.Sandbox.Salesforce.Cpq.Triggers;
using CpqBilling.Sandbox.Salesforce.Org;

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
        hooks.AfterSave("SBQQ__QuoteLine__c", QuotePricing.Total);
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
        hooks.AfterSave("Order", OrderCouponCopies.OnOrder);
        hooks.AfterSave("Order", SyncRequests.OnOrder);
        hooks.BeforeSave("Quote_Stripe_Coupon_Association__c", CouponCurrencyCheck.OnQuote);
        hooks.BeforeSave("Quote_Line_Stripe_Coupon_Association__c", CouponCurrencyCheck.OnQuoteLine);
        hooks.AfterSave("Sync_Record__c", SyncRecordResolution.OnSyncRecord);
        hooks.AfterSave("Stripe_Account__c", PrimaryStripeAccount.OnStripeAccount);
        foreach (var type in org.Schema.Objects.Where(type => type.IsPlatformEvent))
            hooks.AfterSave(type.Name, change => change.Session.Purge(change.Record));
    }
}
