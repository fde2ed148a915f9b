/** Activation of orders: coupons are copied and the connector is told. A synced order links its opportunity. */
trigger OrderTrigger on Order(after update) {
    OrderActivation.afterUpdate(Trigger.new, Trigger.oldMap);
    OpportunityLinks.afterUpdate(Trigger.new, Trigger.oldMap);
}
