using System.Collections.Immutable;
using CpqBilling.Core.Settings;

namespace CpqBilling.Core.Errors;

/// <summary>SYNC-2xxx: shapes that cannot be billed.</summary>
public static class ShapeErrors
{
    public static ImmutableArray<ErrorDefinition> Definitions { get; } =
    [
        ErrorDefinition.FixRecord(
            "SYNC-2001",
            "FrequencyUnsupported",
            "The billing frequency cannot be billed.",
            "Use Monthly, Quarterly, Semiannual or Annual, or say what the word means (billingFrequencies)."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-2002",
            "BillingTypeUnsupported",
            "The billing type is neither Advance nor Arrears.",
            "Use Advance or Arrears."
        ),
        ErrorDefinition.FixSettings(
            "SYNC-2003",
            "MixedFrequencies",
            "Lines of one contract are billed at different frequencies.",
            "Use one frequency, or set mixedBillingFrequencies to flexible."
        ),
        ErrorDefinition.Retired("SYNC-2004", "EvergreenMixed", "An order mixed evergreen and renewable lines. They are billed by one schedule now."),
        ErrorDefinition.Retired(
            "SYNC-2005",
            "EvergreenTermNotOne",
            "An evergreen line had a term other than one month. Its price is that of its product's term now."
        ),
        ErrorDefinition.Retired(
            "SYNC-2006",
            "EvergreenBackdated",
            "An evergreen order started in the past. What is past is billed or skipped as backdatedFirstInvoice says now."
        ),
        ErrorDefinition.Retired(
            "SYNC-2007",
            "RenewableAddedToEvergreen",
            "An amendment added a renewable product to an evergreen contract. Both are billed together now."
        ),
        ErrorDefinition.Retired("SYNC-2008", "SegmentCustom", "A ramp uses custom segments. They are billed by their dates now."),
        ErrorDefinition.Retired(
            "SYNC-2009",
            "OneTimeOnlyAmendment",
            "An order with one-time lines only was amended. Each of its amendments is an invoice of its own now."
        ),
        ErrorDefinition.Retired(
            "SYNC-2010",
            "OneTimeOnTermination",
            "A full termination carries one-time lines. They are an invoice of their own now."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-2011",
            "TooManyItems",
            "More recurring lines run at the same time than Stripe allows.",
            "Put the lines that are one offer into one product, or split the contract into several orders."
        ),
        ErrorDefinition.Retired(
            "SYNC-2012",
            "TooManyOneTimeItems",
            "More one-time items fell on one day than Stripe takes at once. They are billed in turn now."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-2013",
            "MeterPricesDiffer",
            "Two lines report usage to the same meter at different prices.",
            "Give the products different meters (meterEventName) or equal prices."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-2014",
            "ScheduleTypeUnsupported",
            "The type of a consumption schedule is neither Range nor Slab.",
            "Use Range or Slab."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-2015",
            "RatingMethodUnsupported",
            "The rating method of a consumption schedule is not Tier.",
            "Use rating method Tier."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-2016",
            "PricingMethodUnsupported",
            "The pricing method of a consumption rate is neither PerUnit nor FlatFee.",
            "Use PerUnit or FlatFee."
        ),
        ErrorDefinition.Retired(
            "SYNC-2017",
            "TieredOneTimeQuantity",
            "A one-time line was priced by tiers that Stripe cannot apply. Such lines are charged as the total of their tiers now."
        ),
        ErrorDefinition.FixMapping(
            "SYNC-2018",
            "MaxAggregation",
            "Usage cannot be aggregated by its maximum any more.",
            "Map recurring.aggregate_usage to sum or last_ever."
        ),
        ErrorDefinition.FixSettings(
            "SYNC-2019",
            "AmendmentsOnAnyDayOff",
            "An amendment starts on another day of the month than the contract, which is switched off.",
            "Switch amendmentsOnAnyDay on, or start on the day of the contract."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-2020",
            "EvergreenSubscriptionMissing",
            "The evergreen subscription of the initial order cannot be found in Stripe.",
            "Check the Stripe id of the initial order."
        ),
        ErrorDefinition.Retired("SYNC-2021", "OneTimeReduced", "An amendment reduced a one-time line. It is credited as creditUnusedTime says now."),
        ErrorDefinition.FixRecord(
            "SYNC-2022",
            "EvergreenHeldBySchedule",
            "The subscription of an evergreen contract is held by a schedule that no order of the contract planned.",
            "Release that schedule in Stripe, then sync again."
        ),
        ErrorDefinition.Retired(
            "SYNC-2023",
            "EvergreenQuantityChanged",
            "An amendment changed the quantity of an evergreen line. Quantities change like others now."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-2024",
            "AmountTooLarge",
            "One unit costs more than Stripe takes as an amount.",
            "Sell more units at a lower price, or bill more often."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-2025",
            "GoesOnForFree",
            "A contract that goes on after its end leaves off inside a billing period, which is charged once: the line would go on at no price.",
            "Let the line end with a billing period, or let schedules end with the contract (endBehavior)."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-2026",
            "FixedFeeInArrears",
            "A fixed price is billed in arrears: Stripe bills fixed prices at the start of each period, and by a meter it bills only what is reported.",
            "Set the line's billing type to Advance; or its charge type to Usage where usage is reported; or let arrearsRecurring say what is meant."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-2027",
            "RebateTooLarge",
            "Lines with a negative price take more off a bill than it comes to, and Stripe's bills do not fall below zero.",
            "Sell the rebate as a lower price of what it is for, or as a credit of its own."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-2028",
            "RebateOfMixedFrequencies",
            "A line with a negative price is on a contract with several billing frequencies: a coupon would lower the bills of all of them.",
            "Bill all lines of the contract at one frequency, or sell the rebate as a lower price of what it is for."
        ),
        new(
            "SYNC-2029",
            "LongerThanASchedule",
            Remedy.FixRecord,
            Retry.AfterChange,
            "A contract is longer than Stripe's schedules can be.",
            "Sell it for a shorter term and renew it, or as evergreen lines, which have no end."
        ),
    ];

    public static SyncError FrequencyUnsupported(RecordRef record, string frequency) =>
        new(Of("FrequencyUnsupported"), record, "SBQQ__BillingFrequency__c", $"The billing frequency {frequency} cannot be billed.");

    public static SyncError BillingTypeUnsupported(RecordRef record, string type) =>
        new(Of("BillingTypeUnsupported"), record, "SBQQ__BillingType__c", $"The billing type {type} cannot be billed.");

    public static SyncError FixedFeeInArrears(RecordRef line) =>
        new(
            Of("FixedFeeInArrears"),
            line,
            "SBQQ__BillingType__c",
            "The line has a fixed price and is billed in arrears. As a metered price it would bill nothing."
        );

    public static SyncError MixedFrequencies(RecordRef order, string frequencies) =>
        new(
            Of("MixedFrequencies"),
            order,
            "SBQQ__BillingFrequency__c",
            $"The lines are billed every {frequencies} months; one frequency is allowed."
        );

    public static SyncError TooManyItems(RecordRef order, int count, int limit) =>
        new(Of("TooManyItems"), order, null, $"{count} recurring lines run at the same time; Stripe allows {limit}.");

    public static SyncError TooManyItemsByChoice(RecordRef order, int count, int limit) =>
        new(
            Of("TooManyItems"),
            order,
            null,
            $"{count} recurring lines run at the same time; classic billing takes {limit}, and billingMode auto would take 100."
        );

    public static SyncError TooManyItemsForClassic(RecordRef order, int count, int limit) =>
        new(
            Of("TooManyItems"),
            order,
            null,
            $"{count} recurring lines run at the same time; Stripe bills this contract in classic mode, which takes {limit}."
                + " Order the lines that are too many as a contract of their own."
        );

    public static SyncError MeterPricesDiffer(RecordRef line, string meter) =>
        new(Of("MeterPricesDiffer"), line, "Product2.ProductCode", $"Another line bills the meter {meter} at another price.");

    public static SyncError ScheduleTypeUnsupported(RecordRef record, string type) =>
        new(Of("ScheduleTypeUnsupported"), record, "Type", $"Consumption schedules of type {type} cannot be billed.");

    public static SyncError RatingMethodUnsupported(RecordRef record, string method) =>
        new(Of("RatingMethodUnsupported"), record, "RatingMethod", $"The rating method {method} cannot be billed.");

    public static SyncError PricingMethodUnsupported(RecordRef record, string method) =>
        new(Of("PricingMethodUnsupported"), record, "PricingMethod", $"The pricing method {method} cannot be billed.");

    public static SyncError MaxAggregation(RecordRef record) =>
        new(Of("MaxAggregation"), record, "recurring.aggregate_usage", "Stripe meters cannot bill the maximum.");

    public static SyncError AmendmentsOnAnyDayOff(RecordRef order, string start) =>
        new(
            Of("AmendmentsOnAnyDayOff"),
            order,
            "SBQQ__Quote__c.SBQQ__StartDate__c",
            $"The amendment starts on {start}, another day of the month than the contract."
        );

    public static SyncError EvergreenSubscriptionMissing(RecordRef order) =>
        new(Of("EvergreenSubscriptionMissing"), order, "Stripe_ID__c", "The evergreen subscription was not found in Stripe.");

    public static SyncError AmountTooLarge(RecordRef record, decimal amount, decimal limit, string currency) =>
        new(Of("AmountTooLarge"), record, "UnitPrice", $"One unit costs {amount} {currency}; Stripe takes {limit} at most.");

    public static SyncError EvergreenHeldBySchedule(RecordRef order, string schedule) =>
        new(
            Of("EvergreenHeldBySchedule"),
            order,
            null,
            $"The subscription is held by the schedule {schedule}, which no order of this contract planned."
        );

    /// <param name="off">What all such lines take off that bill, in major units, as <paramref name="bill"/> is.</param>
    public static SyncError RebateTooLarge(RecordRef line, string date, decimal off, decimal bill) =>
        new(Of("RebateTooLarge"), line, "UnitPrice", $"On {date} a bill of {bill} would be lowered by {off}.");

    public static SyncError RebateOfMixedFrequencies(RecordRef line, string frequencies) =>
        new(
            Of("RebateOfMixedFrequencies"),
            line,
            "SBQQ__BillingFrequency__c",
            $"The price of the line is negative, and lines of its contract are billed every {frequencies} months."
        );

    public static SyncError LongerThanASchedule(RecordRef order, int years) =>
        new(Of("LongerThanASchedule"), order, "EndDate", $"The contract lasts longer than {years} years, and a schedule in Stripe cannot.");

    public static SyncError GoesOnForFree(RecordRef line) =>
        new(Of("GoesOnForFree"), line, "EndDate", "The line ends inside a billing period, and the subscription goes on after it.");

    private static ErrorDefinition Of(string name) => Definitions.First(definition => definition.Name == name);
}
