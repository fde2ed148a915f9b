/** Activation of orders: coupons are copied and the connector is told. */
trigger OrderTrigger on Order(after update) {
    OrderActivation.afterUpdate(Trigger.new, Trigger.oldMap);
}
