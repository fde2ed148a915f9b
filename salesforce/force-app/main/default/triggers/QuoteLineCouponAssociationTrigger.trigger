/** A coupon on a quote line has the quote's currency. */
trigger QuoteLineCouponAssociationTrigger on Quote_Line_Stripe_Coupon_Association__c(before insert, before update) {
    CouponCurrencyCheck.onQuoteLines(Trigger.new);
}
