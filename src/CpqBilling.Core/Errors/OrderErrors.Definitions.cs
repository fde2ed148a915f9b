using System.Collections.Immutable;

namespace CpqBilling.Core.Errors;

/// <summary>SYNC-1xxx: the list of order errors.</summary>
public static partial class OrderErrors
{
    public static ImmutableArray<ErrorDefinition> Definitions { get; } =
    [
        ErrorDefinition.FixRecord(
            "SYNC-1001",
            "OrderNotFound",
            "The order does not exist, was deleted, or the integration user may not see it.",
            "Check the id and the access of the integration user."
        ),
        ErrorDefinition.FixRecord("SYNC-1002", "QuoteMissing", "The order was not made from a CPQ quote.", "Create the order from a CPQ quote."),
        ErrorDefinition.FixRecord(
            "SYNC-1003",
            "StartDateMissing",
            "The quote has no start date, so nothing says when billing begins.",
            "Fill the start date of the quote."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1004",
            "TermMissing",
            "The quote of an initial or renewal order has no subscription term.",
            "Fill the subscription term of the quote."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1005",
            "TermNotWhole",
            "A subscription term is not a whole number of months above zero.",
            "Use a whole number of months."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1006",
            "TermAndEndMissing",
            "An amendment has neither a term nor an end date.",
            "Fill the term or the end date of the amendment quote."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1007",
            "EndDateMissing",
            "An amendment that starts on another day of the month than the contract needs the end date of CPQ.",
            "Fill the end date of the amendment quote."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1008",
            "TermNotWholeMonths",
            "The term stated on an amendment is not the number of whole months between its start and its end.",
            "Correct the term of the amendment quote, or leave it empty."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1009",
            "NotCoTerminated",
            "An amendment does not end with its contract.",
            "Let the amendment end on the last day of the contract, or let each line have its own end (coTermination)."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1010",
            "OrderNotActivated",
            "The order is not activated or does not match the order filter.",
            "Activate the order, or change the order filter."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1011",
            "InitialOrderFilteredOut",
            "The initial order of the contract is not activated or does not match the order filter.",
            "Activate the initial order, or change the order filter."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1012",
            "InitialOrderMissing",
            "The initial order of an amended contract cannot be found through the quote of the contract.",
            "Check the quote of the contract and the access of the integration user."
        ),
        ErrorDefinition.Retired(
            "SYNC-1013",
            "SeveralContracts",
            "The amendments of one order belong to several contracts. They are billed together now."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1014",
            "SeveralInitialOrders",
            "Several orders were made from one quote, and an amendment revises lines of more than one of them, or of none.",
            "Amend each order of the quote by an order of its own."
        ),
        ErrorDefinition.FixSettings(
            "SYNC-1015",
            "ActivatedBeforeSyncStart",
            "The order was activated before the sync start date and existing contracts are not migrated.",
            "Allow migration (preExistingContracts) or choose an earlier sync start date."
        ),
        ErrorDefinition.FixRecord("SYNC-1016", "LineNotActivated", "A line of an activated order is not activated.", "Activate the order product."),
        ErrorDefinition.FixRecord(
            "SYNC-1017",
            "LineDatesMissing",
            "A segment of a ramp, or a renewable line of a contract without an end, has no start or end date, neither itself nor on its quote line.",
            "Fill the start and end date of the order product."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1018",
            "QuantityNotWhole",
            "A quantity is not a whole number.",
            "Use a whole quantity, or set fractionalQuantity to netAmount."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1019",
            "MeteredQuantityAboveOne",
            "A metered line has a quantity above 1; usage is reported to Stripe, not ordered.",
            "Use quantity 1 on metered lines."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1020",
            "NegativePrice",
            "A line has a negative unit price, which is billed on recurring lines with a fixed price only, and as far as negativeLines says.",
            "Use a discount or a coupon instead of a negative price, or set negativeLines to bill."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1021",
            "NegativeQuantityRevisesNothing",
            "A line with a negative quantity does not say which line it reduces.",
            "Amend the contract in CPQ so that the line revises an order product."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1022",
            "RevisedLineUnknown",
            "A line revises an order product that is not part of this contract or was skipped.",
            "Skip this line too, or sync the order that holds the revised line first."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1023",
            "RevisedOrderNotSynced",
            "A line revises an order product of an order that has not been synced.",
            "Activate and sync the named order first."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1024",
            "TooManyUnitsRemoved",
            "A line removes more units than the contract has.",
            "Correct the quantity of the amendment."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1025",
            "AmendedAfterTermination",
            "An amendment follows the termination of the whole contract and adds nothing from that day on, or the schedule is canceled already.",
            "Let lines that are to go on begin on the day of the termination or earlier; after a cancellation order them as a new contract."
        ),
        ErrorDefinition.FixSettings(
            "SYNC-1026",
            "MultiplierDiffers",
            "CPQ prorated a line by another rule than the connector is set to.",
            "Set prorationPrecision to the value of CPQ, or recalculate the quote."
        ),
        ErrorDefinition.FixRecord("SYNC-1027", "UnitPriceMissing", "A price has no amount.", "Fill the unit price, or the field mapped to it."),
        ErrorDefinition.FixRecord(
            "SYNC-1028",
            "GapInContract",
            "On some day of the contract no recurring line runs.",
            "Let the lines of the order follow each other without a gap."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1029",
            "CouponCountDiffers",
            "The coupons copied to the order are not those attached to its quote.",
            "Copy the coupons again, or remove the association on the quote."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1030",
            "CouponInvalid",
            "A coupon has no discount, two discounts, a percentage outside 0 to 100, or repeats without months.",
            "Correct the coupon on the quote and make the order again."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1031",
            "CurrencyMismatch",
            "Records of one contract carry different currencies.",
            "Use one currency in a contract; amount coupons must carry it too."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1032",
            "PriceDataChanged",
            "A record points at a Stripe price that no longer equals what Salesforce says.",
            "Clear Stripe_ID__c of the record named, so that a new price is made, or correct the price in Salesforce."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1033",
            "TierBoundNotWhole",
            "An upper bound of a consumption rate is not a whole number above zero that stands on one rate only.",
            "Use whole bounds, each on one rate."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1034",
            "TiersWithoutOpenEnd",
            "The last consumption rate has an upper bound, so some usage has no price.",
            "Leave the upper bound of the last rate empty."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1035",
            "TiersWithSeveralOpenEnds",
            "Several consumption rates have no upper bound.",
            "Leave only the upper bound of the last rate empty."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1036",
            "SeveralConsumptionSchedules",
            "A product or a line has several consumption schedules.",
            "Keep one active consumption schedule."
        ),
        ErrorDefinition.Retired(
            "SYNC-1037",
            "SegmentDatesDiffer",
            "An amendment of a ramped contract does not start where a segment starts. Phases are cut there now."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1038",
            "AmendmentStartDateDiffers",
            "The amendment start date of a ramped contract is not the start of the amendment.",
            "Set the amendment start date of the contract to the start of the amendment."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1039",
            "ProductCodeMissing",
            "The name of the meter of a usage product comes out blank or longer than Stripe takes.",
            "Fill or shorten the field used by meterEventName, by default the product code."
        ),
        ErrorDefinition.FixRecord("SYNC-1040", "LineEndsBeforeItStarts", "A line ends before it starts.", "Correct the dates of the order product."),
        ErrorDefinition.FixRecord("SYNC-1041", "AccountMissing", "The order has no account.", "Fill the account of the order."),
        ErrorDefinition.FixRecord(
            "SYNC-1042",
            "NothingToBill",
            "All lines of the order are skipped or reduce others, so nothing is left to bill.",
            "Un-skip a line, or leave the order out by the order filter."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-1064",
            "StartTooFarAway",
            "A contract starts more than five years before or after the day of the sync, where Stripe begins no schedule.",
            "Start the order within five years, or let the contract be taken over as billed elsewhere (preExistingContracts)."
        ),
        ErrorDefinition.FixSettings(
            "SYNC-1065",
            "FullyPast",
            "The whole term of an order is over before it was synced.",
            "Correct its dates, or let such orders be one invoice or be skipped (fullyPastOrders)."
        ),
        ErrorDefinition.FixRecord("SYNC-1066", "DateOutOfRange", "A date lies before 1970 or after 2100.", "Correct the date."),
        ErrorDefinition.FixRecord(
            "SYNC-1067",
            "QuantityTooLarge",
            "A line has more units than can be billed.",
            "Correct the quantity, or sell packages of units."
        ),
        new(
            "SYNC-1068",
            "ProductMissing",
            Remedy.FixRecord,
            Retry.AfterChange,
            "An order product is of no product.",
            "Choose the product of the line, or skip the line."
        ),
    ];
}
