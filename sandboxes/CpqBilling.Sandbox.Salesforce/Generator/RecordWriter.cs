using System.Collections.Concurrent;
using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Generator;

/// <summary>Writes generated records past validation and triggers, each with the moment it was made. Equal values are kept once, because a large org repeats itself.</summary>
internal sealed class RecordWriter(WriteSession session)
{
    private static readonly ConcurrentDictionary<object, object> Shared = new();

    public WriteSession Session => session;

    public Record Add(string type, DateTimeOffset at, params ReadOnlySpan<(string Field, object? Value)> values)
    {
        var definition = session.Store.Schema[type];
        var fields = new Dictionary<Schema.FieldDef, object?>(values.Length + 3)
        {
            [definition["CreatedDate"]] = at,
            [definition["LastModifiedDate"]] = at,
            [definition["SystemModstamp"]] = at,
        };
        foreach (var (field, value) in values)
            if (value is not null)
                fields[definition[field]] = Once(value);
        return session.Insert(definition, fields, WriteMode.Fixture);
    }

    private static object Once(object value) =>
        value switch
        {
            decimal or DateOnly => Shared.GetOrAdd(value, value),
            true => True,
            false => False,
            _ => value,
        };

    private static readonly object True = true;
    private static readonly object False = false;
}
