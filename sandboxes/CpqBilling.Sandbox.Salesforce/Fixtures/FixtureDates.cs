using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Fixtures;

/// <summary>Dates a fixture leaves out: those of the order a record belongs to, else the load's own time.</summary>
internal static class FixtureDates
{
    public static void Fill(ObjectDef type, Dictionary<FieldDef, object?> values, DateTimeOffset? now, RecordStore store)
    {
        var (created, modified) = (type["CreatedDate"], type["LastModifiedDate"]);
        var order = type
            .Fields.Where(field => field.ReferenceTo is ["Order"] or ["OrderItem"])
            .Select(field => store.Find(values.GetValueOrDefault(field) as string))
            .OfType<Record>()
            .FirstOrDefault();
        values.TryAdd(created, order?["CreatedDate"] ?? now);
        values.TryAdd(modified, type.Name == "Order" ? null : order?["LastModifiedDate"] ?? now);
        if (values[created] is null)
            values.Remove(created);
        if (values[modified] is null)
            values.Remove(modified);
    }
}
