/** One primary Stripe account, and formulas that know its mode. */
trigger StripeAccountTrigger on Stripe_Account__c(after insert, after update) {
    PrimaryStripeAccount.afterWrite(Trigger.new);
}
