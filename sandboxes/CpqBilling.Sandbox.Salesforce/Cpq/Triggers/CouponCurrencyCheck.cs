using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq.Triggers;

/// <summary>The package's check in multi-currency orgs: an amount can only be taken off in the currency of the quote.</summary>
internal static class CouponCurrencyCheck
{
    public static void OnQuote(RecordChange change) => Check(change, "Quote__c");

    public static void OnQuoteLine(RecordChange change) => Check(change, "Quote_Line__c");

    private static void Check(RecordChange change, string placeField)
    {
        var (association, store) = (change.Record, change.Session.Store);
        if (!store.Schema.MultiCurrency || change.Kind == ChangeKind.Delete)
            return;
        if (store.Parent(association, "Quote_Stripe_Coupon__c") is not { } coupon || store.Parent(association, placeField) is not { } place)
            return;
        if (coupon.Number("Amount_Off__c") is null or <= 0m)
            return;
        var (ofCoupon, ofQuote) = (coupon["CurrencyIsoCode"], place["CurrencyIsoCode"]);
        if (!Equals(ofCoupon, ofQuote))
            throw CpqErrors.Refused($"The coupon is in {ofCoupon} and the quote in {ofQuote}. Choose a coupon in {ofQuote}.");
        if (!Equals(association["CurrencyIsoCode"], ofQuote))
            throw CpqErrors.Refused($"Set the currency of this association to {ofQuote}, as the quote and the coupon have it.");
    }
}
