/** A coupon on a quote has the quote's currency. */
trigger QuoteCouponAssociationTrigger on Quote_Stripe_Coupon_Association__c(before insert, before update) {
    CouponCurrencyCheck.onQuotes(Trigger.new);
}
