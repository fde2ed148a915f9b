using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>Activated orders and their lines are closed to clients without the permission Edit Activated Orders; what was sold is closed to everybody.</summary>
internal static class ActivatedOrders
{
    private static readonly string[] OrderFields = ["AccountId", "Pricebook2Id", "CurrencyIsoCode", "SBQQ__Quote__c"];
    private static readonly string[] LineFields =
    [
        "Product2Id",
        "PricebookEntryId",
        "Quantity",
        "UnitPrice",
        "ListPrice",
        "CurrencyIsoCode",
        "SBQQ__OrderedQuantity__c",
        "SBQQ__QuotedListPrice__c",
        "SBQQ__ProrateMultiplier__c",
    ];

    public static void GuardOrder(RecordChange change)
    {
        if (change.Mode != WriteMode.Api || change.Kind == ChangeKind.Insert || (string?)change.Old("Status") != "Activated")
            return;
        Guard(change, OrderFields);
    }

    public static void GuardLine(RecordChange change)
    {
        if (
            change.Mode != WriteMode.Api
            || change.Session.Store.Parent(change.Record, "OrderId") is not { } order
            || order.Text("Status") != "Activated"
        )
            return;
        if (change.Kind == ChangeKind.Insert)
            throw CpqErrors.LinesLocked();
        Guard(change, LineFields);
    }

    private static void Guard(RecordChange change, string[] fields)
    {
        if (!change.Session.User.EditActivatedOrders)
            throw CpqErrors.NotAllowed(change.Record.Id);
        if (change.Kind == ChangeKind.Delete)
            throw CpqErrors.CannotDelete();
        if (fields.FirstOrDefault(field => change.Record.Type.Find(field) is not null && change.Changed(field)) is { } locked)
            throw CpqErrors.Locked(locked);
    }
}
