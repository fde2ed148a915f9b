using System.Collections.Immutable;
using CpqBilling.Core.Settings;

namespace CpqBilling.Core.Errors;

/// <summary>SYNC-2xxx: shapes that cannot be billed.</summary>
public static class ShapeErrors
{
    public static ImmutableArray<ErrorDefinition> Definitions { get; } =
    [
        new(
            "SYNC-2001",
            "FrequencyUnsupported",
            Remedy.FixRecord,
            Retry.AfterChange,
            "The billing frequency cannot be billed.",
            "Use Monthly, Quarterly, Semiannual or Annual, or say what the word means (billingFrequencies)."
        ),
        new(
            "SYNC-2002",
            "BillingTypeUnsupported",
            Remedy.FixRecord,
            Retry.AfterChange,
            "The billing type is neither Advance nor Arrears.",
            "Use Advance or Arrears."
        ),
        new(
            "SYNC-2003",
            "MixedFrequencies",
            Remedy.FixSettings,
            Retry.AfterChange,
            "Lines of one contract are billed at different frequencies.",
            "Use one frequency, or set mixedBillingFrequencies to flexible."
        ),
        new(
            "SYNC-2004",
            "EvergreenMixed",
            Remedy.FixRecord,
            Retry.AfterChange,
            "An order mixed evergreen and renewable lines. They are billed by one schedule now.",
            "Nothing: sync the order again."
        )
        {
            IsRetired = true,
        },
        new(
            "SYNC-2005",
            "EvergreenTermNotOne",
            Remedy.FixRecord,
            Retry.AfterChange,
            "An evergreen line had a term other than one month. Its price is that of its product's term now.",
            "Nothing: sync the order again."
        )
        {
            IsRetired = true,
        },
        new(
            "SYNC-2006",
            "EvergreenBackdated",
            Remedy.FixRecord,
            Retry.AfterChange,
            "An evergreen order started in the past. What is past is billed or skipped as backdatedFirstInvoice says now.",
            "Nothing: sync the order again."
        )
        {
            IsRetired = true,
        },
        new(
            "SYNC-2007",
            "RenewableAddedToEvergreen",
            Remedy.FixRecord,
            Retry.AfterChange,
            "An amendment added a renewable product to an evergreen contract. Both are billed together now.",
            "Nothing: sync the order again."
        )
        {
            IsRetired = true,
        },
        new(
            "SYNC-2008",
            "SegmentCustom",
            Remedy.FixRecord,
            Retry.AfterChange,
            "A ramp uses custom segments. They are billed by their dates now.",
            "Nothing: sync the order again."
        )
        {
            IsRetired = true,
        },
        new(
            "SYNC-2009",
            "OneTimeOnlyAmendment",
            Remedy.FixRecord,
            Retry.AfterChange,
            "An order with one-time lines only was amended. Each of its amendments is an invoice of its own now.",
            "Nothing: sync the order again."
        )
        {
            IsRetired = true,
        },
        new(
            "SYNC-2010",
            "OneTimeOnTermination",
            Remedy.FixRecord,
            Retry.AfterChange,
            "A full termination carries one-time lines. They are an invoice of their own now.",
            "Nothing: sync the order again."
        )
        {
            IsRetired = true,
        },
        new(
            "SYNC-2011",
            "TooManyItems",
            Remedy.FixRecord,
            Retry.AfterChange,
            "More recurring lines run at the same time than Stripe allows.",
            "Put the lines that are one offer into one product, or split the contract into several orders."
        ),
        new(
            "SYNC-2012",
            "TooManyOneTimeItems",
            Remedy.FixRecord,
            Retry.AfterChange,
            "More one-time items fell on one day than Stripe takes at once. They are billed in turn now.",
            "Nothing: sync the order again."
        )
        {
            IsRetired = true,
        },
        new(
            "SYNC-2013",
            "MeterPricesDiffer",
            Remedy.FixRecord,
            Retry.AfterChange,
            "Two lines report usage to the same meter at different prices.",
            "Give the products different meters (meterEventName) or equal prices."
        ),
        new(
            "SYNC-2014",
            "ScheduleTypeUnsupported",
            Remedy.FixRecord,
            Retry.AfterChange,
            "The type of a consumption schedule is neither Range nor Slab.",
            "Use Range or Slab."
        ),
        new(
            "SYNC-2015",
            "RatingMethodUnsupported",
            Remedy.FixRecord,
            Retry.AfterChange,
            "The rating method of a consumption schedule is not Tier.",
            "Use rating method Tier."
        ),
        new(
            "SYNC-2016",
            "PricingMethodUnsupported",
            Remedy.FixRecord,
            Retry.AfterChange,
            "The pricing method of a consumption rate is neither PerUnit nor FlatFee.",
            "Use PerUnit or FlatFee."
        ),
        new(
            "SYNC-2017",
            "TieredOneTimeQuantity",
            Remedy.FixRecord,
            Retry.AfterChange,
            "A one-time line was priced by tiers that Stripe cannot apply. Such lines are charged as the total of their tiers now.",
            "Nothing: sync the order again."
        )
        {
            IsRetired = true,
        },
        new(
            "SYNC-2018",
            "MaxAggregation",
            Remedy.FixMapping,
            Retry.AfterChange,
            "Usage cannot be aggregated by its maximum any more.",
            "Map recurring.aggregate_usage to sum or last_ever."
        ),
        new(
            "SYNC-2019",
            "AmendmentsOnAnyDayOff",
            Remedy.FixSettings,
            Retry.AfterChange,
            "An amendment starts on another day of the month than the contract, which is switched off.",
            "Switch amendmentsOnAnyDay on, or start on the day of the contract."
        ),
        new(
            "SYNC-2020",
            "EvergreenSubscriptionMissing",
            Remedy.FixRecord,
            Retry.AfterChange,
            "The evergreen subscription of the initial order cannot be found in Stripe.",
            "Check the Stripe id of the initial order."
        ),
        new(
            "SYNC-2021",
            "OneTimeReduced",
            Remedy.FixRecord,
            Retry.AfterChange,
            "An amendment reduced a one-time line. It is credited as creditUnusedTime says now.",
            "Nothing: sync the order again."
        )
        {
            IsRetired = true,
        },
        new(
            "SYNC-2022",
            "EvergreenHeldBySchedule",
            Remedy.FixRecord,
            Retry.AfterChange,
            "The subscription of an evergreen contract is held by a schedule that no order of the contract planned.",
            "Release that schedule in Stripe, then sync again."
        ),
        new(
            "SYNC-2023",
            "EvergreenQuantityChanged",
            Remedy.FixRecord,
            Retry.AfterChange,
            "An amendment changed the quantity of an evergreen line. Quantities change like others now.",
            "Nothing: sync the order again."
        )
        {
            IsRetired = true,
        },
        new(
            "SYNC-2024",
            "AmountTooLarge",
            Remedy.FixRecord,
            Retry.AfterChange,
            "One unit costs more than Stripe takes as an amount.",
            "Sell more units at a lower price, or bill more often."
        ),
        new(
            "SYNC-2025",
            "GoesOnForFree",
            Remedy.FixRecord,
            Retry.AfterChange,
            "A contract that goes on after its end leaves off inside a billing period, which is charged once: the line would go on at no price.",
            "Let the line end with a billing period, or let schedules end with the contract (endBehavior)."
        ),
        new(
            "SYNC-2026",
            "FixedFeeInArrears",
            Remedy.FixRecord,
            Retry.AfterChange,
            "A fixed price is billed in arrears: Stripe bills fixed prices at the start of each period, and by a meter it bills only what is reported.",
            "Set the line's billing type to Advance; or its charge type to Usage where usage is reported; or let arrearsRecurring say what is meant."
        ),
        new(
            "SYNC-2027",
            "RebateTooLarge",
            Remedy.FixRecord,
            Retry.AfterChange,
            "Lines with a negative price take more off a bill than it comes to, and Stripe's bills do not fall below zero.",
            "Sell the rebate as a lower price of what it is for, or as a credit of its own."
        ),
        new(
            "SYNC-2028",
            "RebateOfMixedFrequencies",
            Remedy.FixRecord,
            Retry.AfterChange,
            "A line with a negative price is on a contract with several billing frequencies: a coupon would lower the bills of all of them.",
            "Bill all lines of the contract at one frequency, or sell the rebate as a lower price of what it is for."
        ),
    ];

    public static SyncError FrequencyUnsupported(RecordRef record, string frequency, string? field = null) =>
        new(Of("FrequencyUnsupported"), record, field ?? "SBQQ__BillingFrequency__c", $"The billing frequency {frequency} cannot be billed.");

    public static SyncError BillingTypeUnsupported(RecordRef record, string type, string? field = null) =>
        new(Of("BillingTypeUnsupported"), record, field ?? "SBQQ__BillingType__c", $"The billing type {type} cannot be billed.");

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

    public static SyncError TooManyItems(RecordRef order, int count, int limit, string? field = null) =>
        new(Of("TooManyItems"), order, field, $"{count} recurring lines run at the same time; Stripe allows {limit}.");

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

    public static SyncError ScheduleTypeUnsupported(RecordRef record, string type, string? field = null) =>
        new(Of("ScheduleTypeUnsupported"), record, field ?? "Type", $"Consumption schedules of type {type} cannot be billed.");

    public static SyncError RatingMethodUnsupported(RecordRef record, string method, string? field = null) =>
        new(Of("RatingMethodUnsupported"), record, field ?? "RatingMethod", $"The rating method {method} cannot be billed.");

    public static SyncError PricingMethodUnsupported(RecordRef record, string method, string? field = null) =>
        new(Of("PricingMethodUnsupported"), record, field ?? "PricingMethod", $"The pricing method {method} cannot be billed.");

    public static SyncError MaxAggregation(RecordRef record, string? field = null) =>
        new(Of("MaxAggregation"), record, field ?? "recurring.aggregate_usage", "Stripe meters cannot bill the maximum.");

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

    public static SyncError GoesOnForFree(RecordRef line) =>
        new(Of("GoesOnForFree"), line, "EndDate", "The line ends inside a billing period, and the subscription goes on after it.");

    private static ErrorDefinition Of(string name) => Definitions.First(definition => definition.Name == name);
}
