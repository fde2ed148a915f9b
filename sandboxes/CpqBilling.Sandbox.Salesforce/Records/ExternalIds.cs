using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Records;

/// <summary>Finds records by an external id, by case where the field says so.</summary>
internal static class ExternalIds
{
    public static List<Record> Find(Table table, FieldDef field, string value)
    {
        if (field.Type == FieldType.Id)
            return SalesforceId.Normalize(value) is { } id && table.Find(id) is { IsDeleted: false } record ? [record] : [];
        var comparison = field.IsCaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return
        [
            .. table
                .Find(field, value)
                .Where(record => !record.IsDeleted && value.Equals(Text(record[field]), comparison))
                .OrderBy(record => record.Sequence),
        ];
    }

    /// <summary>What may stand in an upsert URL.</summary>
    public static bool IsKey(FieldDef field) => field.Type == FieldType.Id || field.IsExternalId;

    private static string? Text(object? value) => value as string ?? Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture);
}
