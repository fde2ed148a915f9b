namespace CpqBilling.Core.Errors;

/// <summary>SYNC-1xxx: order data that is wrong or missing.</summary>
public static partial class OrderErrors
{
    public static SyncError OrderNotFound(RecordRef order) => new(Of("OrderNotFound"), order, null, "No order with this id can be read.");

    public static SyncError QuoteMissing(RecordRef order) => new(Of("QuoteMissing"), order, "SBQQ__Quote__c", "The order has no CPQ quote.");

    public static SyncError StartDateMissing(RecordRef order) =>
        new(Of("StartDateMissing"), order, "SBQQ__Quote__c.SBQQ__StartDate__c", "The quote has no start date (SBQQ__Quote__c.SBQQ__StartDate__c).");

    public static SyncError TermMissing(RecordRef order) =>
        new(
            Of("TermMissing"),
            order,
            "SBQQ__Quote__c.SBQQ__SubscriptionTerm__c",
            "The quote has no subscription term (SBQQ__Quote__c.SBQQ__SubscriptionTerm__c)."
        );

    public static SyncError TermNotWhole(RecordRef order, decimal term) =>
        new(Of("TermNotWhole"), order, "SBQQ__Quote__c.SBQQ__SubscriptionTerm__c", $"The term {term} is not a whole number of months.");

    public static SyncError TermAndEndMissing(RecordRef order) =>
        new(
            Of("TermAndEndMissing"),
            order,
            "SBQQ__Quote__c.SBQQ__EndDate__c",
            "The amendment quote has neither a term nor an end date (SBQQ__Quote__c.SBQQ__EndDate__c)."
        );

    public static SyncError EndDateMissing(RecordRef order) =>
        new(
            Of("EndDateMissing"),
            order,
            "SBQQ__Quote__c.SBQQ__EndDate__c",
            "The amendment starts on another day of the month than the contract and its quote has no end date (SBQQ__Quote__c.SBQQ__EndDate__c)."
        );

    public static SyncError TermNotWholeMonths(RecordRef order, int stated, int counted) =>
        new(
            Of("TermNotWholeMonths"),
            order,
            "SBQQ__Quote__c.SBQQ__SubscriptionTerm__c",
            $"The amendment states a term of {stated} months, but there are {counted} whole months between its start and its end."
        );

    public static SyncError NotCoTerminated(RecordRef order, string amendmentEnd, string contractEnd) =>
        new(
            Of("NotCoTerminated"),
            order,
            "SBQQ__Quote__c.SBQQ__EndDate__c",
            $"The amendment runs to {amendmentEnd}, the contract to {contractEnd}; they must end together."
        );

    public static SyncError OrderNotActivated(RecordRef order) =>
        new(Of("OrderNotActivated"), order, "Status", "The order is not activated or does not match the order filter.");

    public static SyncError InitialOrderFilteredOut(RecordRef order, string initialOrder) =>
        new(
            Of("InitialOrderFilteredOut"),
            order,
            null,
            $"The amendment cannot be synced because its initial order {initialOrder} is not activated or does not match the order filter."
        );

    public static SyncError InitialOrderMissing(RecordRef order) =>
        new(
            Of("InitialOrderMissing"),
            order,
            "OpportunityId.SBQQ__AmendedContract__c.SBQQ__Quote__c",
            "No initial order was found through the quote of the amended contract."
        );

    /// <param name="orders">The orders of the quote, by how people know them.</param>
    public static SyncError RevisesSeveralOrders(RecordRef order, string orders) =>
        new(
            Of("SeveralInitialOrders"),
            order,
            "SBQQ__Quote__c",
            $"The amendment revises lines of the orders {orders}, each of which is billed as a contract of its own."
        );

    public static SyncError SeveralInitialOrders(RecordRef order, string orders) =>
        new(
            Of("SeveralInitialOrders"),
            order,
            "SBQQ__Quote__c",
            $"The orders {orders} were made from the quote of this contract, and the amendment revises a line of none of them."
        );

    public static SyncError ActivatedBeforeSyncStart(RecordRef order, string syncStart) =>
        new(Of("ActivatedBeforeSyncStart"), order, "ActivatedDate", $"The order was activated before the sync start date {syncStart}.");

    public static SyncError LineNotActivated(RecordRef line) =>
        new(Of("LineNotActivated"), line, "SBQQ__Activated__c", "The order product is not activated.");

    public static SyncError LineDatesMissing(RecordRef line) =>
        new(Of("LineDatesMissing"), line, "EndDate", "The order product has no start or end date.");

    public static SyncError QuantityNotWhole(RecordRef line, decimal quantity) =>
        new(Of("QuantityNotWhole"), line, "Quantity", $"The quantity {quantity} is not a whole number.");

    public static SyncError MeteredQuantityAboveOne(RecordRef line, decimal quantity) =>
        new(Of("MeteredQuantityAboveOne"), line, "Quantity", $"A metered line can have quantity 1 only, this one has {quantity}.");

    public static SyncError NegativePrice(RecordRef line, decimal unitPrice, string field = "UnitPrice") =>
        new(Of("NegativePrice"), line, field, $"The unit price {unitPrice} is negative.");

    public static SyncError NegativeQuantityRevisesNothing(RecordRef line) =>
        new(
            Of("NegativeQuantityRevisesNothing"),
            line,
            "SBQQ__RevisedOrderProduct__c",
            "The quantity is negative, but the line revises no order product."
        );

    public static SyncError RevisedLineUnknown(RecordRef line) =>
        new(Of("RevisedLineUnknown"), line, "SBQQ__RevisedOrderProduct__c", "The revised order product is not part of this contract or was skipped.");

    public static SyncError RevisedOrderNotSynced(RecordRef line, string order) =>
        new(Of("RevisedOrderNotSynced"), line, "SBQQ__RevisedOrderProduct__c", $"The line revises a line of order {order}, which is not synced.");

    public static SyncError TooManyUnitsRemoved(RecordRef line, decimal removed, decimal present) =>
        new(Of("TooManyUnitsRemoved"), line, "Quantity", $"The line removes {removed} units, the contract has {present}.");

    public static SyncError AmendedAfterTermination(RecordRef order, string termination) =>
        new(
            Of("AmendedAfterTermination"),
            order,
            null,
            $"The contract is terminated by order {termination}, and this order adds nothing that would keep it."
        );

    public static SyncError AmendedAfterCancellation(RecordRef order, string schedule) =>
        new(
            Of("AmendedAfterTermination"),
            order,
            null,
            $"A termination of this contract has canceled the schedule {schedule} in Stripe, where a canceled schedule stays canceled."
                + " Order what is to go on as a new contract."
        );

    public static SyncError MultiplierDiffers(RecordRef line, string computed, string stored, string fits) =>
        new(
            Of("MultiplierDiffers"),
            line,
            "SBQQ__ProrateMultiplier__c",
            $"CPQ stored the prorate multiplier {stored}, the precision set here gives {computed}; {fits}."
        );

    public static SyncError UnitPriceMissing(RecordRef record, string? field = null) =>
        new(Of("UnitPriceMissing"), record, field ?? "UnitPrice", "The price has no amount.");

    public static SyncError GapInContract(RecordRef order, string from, string to) =>
        new(Of("GapInContract"), order, "EndDate", $"No recurring line runs from {from} to {to}.");

    public static SyncError CouponCountDiffers(RecordRef order, int attached, int copied) =>
        new(Of("CouponCountDiffers"), order, null, $"{attached} coupons are attached to the quote, {copied} were copied to the order.");

    public static SyncError CouponInvalid(RecordRef record, string reason) =>
        new(Of("CouponInvalid"), record, null, $"The coupon cannot be used: {reason}.");

    public static SyncError CurrencyMismatch(RecordRef record, string found, string expected) =>
        new(Of("CurrencyMismatch"), record, "CurrencyIsoCode", $"The currency is {found}, the contract uses {expected}.");

    /// <param name="owner">The record whose Stripe id must be cleared: the line itself or its price-book entry.</param>
    public static SyncError PriceDataChanged(RecordRef line, string price, RecordRef owner, string difference) =>
        new(
            Of("PriceDataChanged"),
            line,
            owner == line ? "Stripe_ID__c" : $"{owner.Type}Id.Stripe_ID__c",
            $"The Stripe price {price} of {owner.Type} {owner.Id} no longer equals what Salesforce says: {difference}."
        );

    public static SyncError TierBoundNotWhole(RecordRef record, decimal bound) =>
        new(Of("TierBoundNotWhole"), record, "UpperBound", $"The upper bound {bound} is not a whole number.");

    public static SyncError TierBoundUnusable(RecordRef record, decimal bound) =>
        new(Of("TierBoundNotWhole"), record, "UpperBound", $"The upper bound {bound} is not above zero, or stands on several rates.");

    public static SyncError TiersWithoutOpenEnd(RecordRef record) =>
        new(Of("TiersWithoutOpenEnd"), record, "UpperBound", "No consumption rate is open at the end.");

    public static SyncError TiersWithSeveralOpenEnds(RecordRef record) =>
        new(Of("TiersWithSeveralOpenEnds"), record, "UpperBound", "Several consumption rates are open at the end.");

    public static SyncError SeveralConsumptionSchedules(RecordRef record, int count) =>
        new(Of("SeveralConsumptionSchedules"), record, null, $"{count} consumption schedules apply; only one can.");

    public static SyncError AmendmentStartDateDiffers(RecordRef order, string contractDate, string start) =>
        new(
            Of("AmendmentStartDateDiffers"),
            order,
            "OpportunityId.SBQQ__AmendedContract__c.SBQQ__AmendmentStartDate__c",
            $"The contract says {contractDate} as its amendment start date, the amendment starts on {start}."
        );

    public static SyncError ProductCodeMissing(RecordRef record, string template) =>
        new(Of("ProductCodeMissing"), record, "ProductCode", $"The meter name made from {template} is blank or longer than 100 characters.");

    public static SyncError LineEndsBeforeItStarts(RecordRef line, string start, string end) =>
        new(Of("LineEndsBeforeItStarts"), line, "EndDate", $"The line runs from {start} to {end}.");

    public static SyncError AccountMissing(RecordRef order) => new(Of("AccountMissing"), order, "AccountId", "The order has no account.");

    public static SyncError StartTooFarAway(RecordRef order, string start) =>
        new(
            Of("StartTooFarAway"),
            order,
            "SBQQ__Quote__c.SBQQ__StartDate__c",
            $"The contract starts on {start}, and Stripe begins a schedule within five years of today only."
        );

    /// <param name="amount">In major units, with the currency.</param>
    public static SyncError FullyPast(RecordRef order, string start, string end, string amount) =>
        new(
            Of("FullyPast"),
            order,
            "SBQQ__Quote__c.SBQQ__StartDate__c",
            $"The contract ran from {start} to {end} and is over; CPQ sold it for {amount}, of which nothing was billed here."
        );

    /// <param name="years">The first and the last that can be billed.</param>
    public static SyncError DateOutOfRange(RecordRef record, string field, string date, string years) =>
        new(Of("DateOutOfRange"), record, field, $"{date} lies outside the years {years}.");

    public static SyncError QuantityTooLarge(RecordRef line, decimal quantity, decimal most) =>
        new(Of("QuantityTooLarge"), line, "Quantity", $"{quantity} units cannot be billed; {most:0} can.");

    public static SyncError ProductMissing(RecordRef line) => new(Of("ProductMissing"), line, "Product2Id", "The order product has no product.");

    public static SyncError NothingToBill(RecordRef order) => new(Of("NothingToBill"), order, null, "No line of the order is left to bill.");

    private static ErrorDefinition Of(string name) => Definitions.First(definition => definition.Name == name);
}
