using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Records;

/// <summary>What the database itself refuses, whoever writes: missing values, values too long, duplicates. Fixtures may do as they like.</summary>
internal static class SaveChecks
{
    public static void Check(RecordChange change)
    {
        if (change.Mode == WriteMode.Fixture || change.Kind == ChangeKind.Delete)
            return;
        if (change.Mode == WriteMode.Api)
            Required(change.Record);
        foreach (var field in change.Record.Type.Fields.Where(field => field.IsUnique))
            if (change.Record[field] is string { Length: > 0 } value)
                Unique(change, field, value);
        ValidationRules.Check(change);
    }

    private static void Required(Record record)
    {
        var missing = record
            .Type.Fields.Where(field => field is { IsRequired: true, IsCreateable: true } && record[field] is null)
            .Select(field => field.Name)
            .ToArray();
        if (missing.Length > 0)
            throw RecordErrors.RequiredFieldMissing(missing);
    }

    private static void Unique(RecordChange change, FieldDef field, string value)
    {
        var comparison = field.IsCaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        foreach (var other in change.Session.Store[change.Record.Type].Find(field, value))
            if (other.Id != change.Record.Id && !other.IsDeleted && value.Equals(other[field] as string, comparison))
                throw RecordErrors.Duplicate(field.Name, other.Id);
    }
}
