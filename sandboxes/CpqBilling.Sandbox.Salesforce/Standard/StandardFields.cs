using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Standard;

/// <summary>Read-only fields of standard objects that the platform keeps in step: prices and products of order lines, totals, contract ends.</summary>
internal static class StandardFields
{
    public static void Install(SandboxOrg org)
    {
        var hooks = org.Store.Hooks;
        hooks.BeforeSave("OrderItem", LineFromEntry);
        hooks.AfterSave("OrderItem", OrderTotal);
        hooks.BeforeSave("Contract", ContractEnd);
        hooks.BeforeSave("PricebookEntry", EntryFromProduct);
        hooks.BeforeSave(
            "Contact",
            change =>
                change.Record["Name"] = string.Join(
                    ' ',
                    new[] { change.Record.Text("FirstName"), change.Record.Text("LastName") }.Where(part => !string.IsNullOrEmpty(part))
                )
        );
        hooks.AfterSave("ConsumptionRate", RateCount);
    }

    private static void LineFromEntry(RecordChange change)
    {
        var line = change.Record;
        if (change.Session.Store.Parent(line, "PricebookEntryId") is { } entry)
        {
            line["Product2Id"] = entry["Product2Id"];
            line["ListPrice"] ??= entry["UnitPrice"];
        }
        line["TotalPrice"] = line.Number("UnitPrice") * line.Number("Quantity");
    }

    private static void OrderTotal(RecordChange change)
    {
        var store = change.Session.Store;
        if (store.Parent(change.Record, "OrderId") is not { } order || (change.Kind == ChangeKind.Update && !change.Changed("TotalPrice")))
            return;
        var total = store.Children(order, "OrderItem", "OrderId").Sum(line => line.Number("TotalPrice") ?? 0m);
        change.Session.Update(order, new Dictionary<string, object?> { ["TotalAmount"] = total });
    }

    /// <summary>Start + term − 1 day.</summary>
    private static void ContractEnd(RecordChange change)
    {
        var contract = change.Record;
        if (change.Kind == ChangeKind.Insert || change.Changed("StartDate") || change.Changed("ContractTerm"))
            contract["EndDate"] =
                contract.Date("StartDate") is { } start && contract.Number("ContractTerm") is { } term
                    ? start.AddMonths((int)term).AddDays(-1)
                    : null;
        contract["StatusCode"] = contract.Text("Status") == "In Approval Process" ? "InApproval" : contract["Status"];
    }

    private static void EntryFromProduct(RecordChange change)
    {
        if (change.Session.Store.Parent(change.Record, "Product2Id") is not { } product)
            return;
        change.Record["Name"] = product["Name"];
        change.Record["ProductCode"] = product["ProductCode"];
    }

    private static void RateCount(RecordChange change)
    {
        var store = change.Session.Store;
        if (change.Kind != ChangeKind.Update && store.Parent(change.Record, "ConsumptionScheduleId") is { } schedule)
            change.Session.Update(
                schedule,
                new Dictionary<string, object?>
                {
                    ["NumberOfRates"] = (decimal)store.Children(schedule, "ConsumptionRate", "ConsumptionScheduleId").Count,
                }
            );
    }
}
