using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Records;

/// <summary>Fields the org itself keeps: stamps, owner, currency and auto-numbers.</summary>
internal static class SystemFields
{
    /// <summary>Any write moves the stamps, also one that changes nothing; values a fixture gives are kept.</summary>
    public static void Stamp(Record record, SandboxOrg org, OrgUser user, bool isNew, IReadOnlyDictionary<FieldDef, object?> given)
    {
        var now = org.Clock.Now;
        if (isNew)
        {
            record["IsDeleted"] ??= false;
            Set(record, "CreatedDate", now, given);
            Set(record, "CreatedById", user.Id, given);
            if (record.Type.Find("OwnerId") is { } owner)
                record[owner] ??= user.Id;
            if (record.Type.Find("CurrencyIsoCode") is { } currency)
                record[currency] ??= MastersCurrency(record, org.Store) ?? Currencies.Corporate;
            AutoNumber(record, org.Store[record.Type]);
        }
        Set(
            record,
            "LastModifiedDate",
            isNew
                ? record["CreatedDate"] is DateTimeOffset created && given.ContainsKey(record.Type["CreatedDate"])
                    ? created
                    : now
                : now,
            given
        );
        Set(record, "LastModifiedById", user.Id, given);
        Set(record, "SystemModstamp", record["LastModifiedDate"], given);
    }

    /// <summary>A detail is in the currency of its master.</summary>
    private static object? MastersCurrency(Record record, RecordStore store) =>
        record.Type.Fields.FirstOrDefault(field => field.IsDetail) is { } master
        && store.Parent(record, master) is { } parent
        && parent.Type.Find("CurrencyIsoCode") is { } currency
            ? parent[currency]
            : null;

    private static void Set(Record record, string name, object? value, IReadOnlyDictionary<FieldDef, object?> given)
    {
        var field = record.Type[name];
        if (given.GetValueOrDefault(field) is null)
            record[field] = value;
    }

    private static void AutoNumber(Record record, Table table)
    {
        foreach (var field in record.Type.Fields.Where(field => field.IsAutoNumber))
        {
            var last = table.AutoNumbers.GetValueOrDefault(field);
            if (record[field] is string given)
            {
                table.AutoNumbers[field] = Math.Max(last, NumberIn(given));
                continue;
            }
            table.AutoNumbers[field] = last + 1;
            record[field] = Format(field.AutoNumberFormat!, last + 1);
        }
    }

    /// <summary>Numbers go on after those of a record that came with its own.</summary>
    public static void NoteAutoNumbers(Record record, Table table)
    {
        foreach (var field in record.Type.AllFields.Where(field => field.IsAutoNumber))
            if (record[field] is string given)
                table.AutoNumbers[field] = Math.Max(table.AutoNumbers.GetValueOrDefault(field), NumberIn(given));
    }

    /// <summary><c>Q-{00000}</c> and 12 make Q-00012.</summary>
    private static string Format(string format, long number)
    {
        var (open, close) = (format.IndexOf('{', StringComparison.Ordinal), format.IndexOf('}', StringComparison.Ordinal));
        return open < 0 || close < open
            ? format + number
            : format[..open]
                + number.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(close - open - 1, '0')
                + format[(close + 1)..];
    }

    private static long NumberIn(string text) => long.TryParse(new string([.. text.Where(char.IsAsciiDigit)]), out var number) ? number : 0;
}
