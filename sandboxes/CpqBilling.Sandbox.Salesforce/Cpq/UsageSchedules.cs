using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>Copies a product's active consumption schedules with their rates onto its order product, prices as they are at that moment.</summary>
internal static class UsageSchedules
{
    public static void CopyTo(Record item, WriteSession session, WriteMode mode = WriteMode.System)
    {
        var store = session.Store;
        if (store.Parent(item, "Product2Id") is not { } product)
            return;
        foreach (var link in store.Children(product, "ProductConsumptionSchedule", "ProductId"))
            if (store.Parent(link, "ConsumptionScheduleId") is { } schedule && schedule.IsTrue("IsActive"))
                Copy(schedule, item, session, mode);
    }

    private static void Copy(Record schedule, Record item, WriteSession session, WriteMode mode)
    {
        var copy = session.Insert(
            "SBQQ__OrderItemConsumptionSchedule__c",
            new Dictionary<string, object?>
            {
                ["Name"] = Shortened(schedule.Text("Name")),
                ["SBQQ__OrderItem__c"] = item.Id,
                ["SBQQ__ConsumptionSchedule__c"] = schedule.Id,
                ["SBQQ__Type__c"] = schedule["Type"],
                ["SBQQ__RatingMethod__c"] = schedule["RatingMethod"],
                ["SBQQ__BillingTerm__c"] = schedule["BillingTerm"],
                ["SBQQ__BillingTermUnit__c"] = schedule["BillingTermUnit"],
                ["SBQQ__Category__c"] = schedule["SBQQ__Category__c"],
                ["SBQQ__UnitOfMeasure__c"] = schedule["UnitOfMeasure"],
                ["SBQQ__MatchingAttribute__c"] = schedule["MatchingAttribute"],
            },
            mode
        );
        foreach (var rate in session.Store.Children(schedule, "ConsumptionRate", "ConsumptionScheduleId"))
            session.Insert("SBQQ__OrderItemConsumptionRate__c", RateOf(rate, copy), mode);
    }

    private static Dictionary<string, object?> RateOf(Record rate, Record schedule) =>
        new()
        {
            ["Name"] = Shortened(rate.Text("Name")),
            ["SBQQ__OrderItemConsumptionSchedule__c"] = schedule.Id,
            ["SBQQ__PricingMethod__c"] = rate["PricingMethod"],
            ["SBQQ__ProcessingOrder__c"] = rate["ProcessingOrder"],
            ["SBQQ__LowerBound__c"] = rate["LowerBound"],
            ["SBQQ__UpperBound__c"] = rate["UpperBound"],
            ["SBQQ__Price__c"] = rate["Price"],
        };

    /// <summary>Names of custom records hold 80 characters, those of schedules 255.</summary>
    private static string? Shortened(string? name) => name is { Length: > 80 } ? name[..80] : name;
}
