using System.Globalization;
using System.Text.Json;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;

namespace CpqBilling.Salesforce;

/// <summary>Flattens rows: every nested parent and child becomes a record of its own, and lookups hold ids.</summary>
internal sealed class RowReader(PackageNames names)
{
    private readonly List<CpqRecord> _records = [];
    private readonly Queue<string> _pages = [];

    public IReadOnlyList<CpqRecord> Records => _records;

    /// <summary>The next page that was announced and not read yet, of rows or of a child list.</summary>
    public string? NextPage() => _pages.TryDequeue(out var page) ? page : null;

    /// <summary>Reads a query's answer, or a further page of it.</summary>
    public void AddRows(JsonElement result)
    {
        foreach (var row in result.Items("records"))
        {
            AddRow(row);
        }

        if (result.Text("nextRecordsUrl") is { } next)
        {
            _pages.Enqueue(next);
        }
    }

    /// <summary>Reads one record and whatever is nested in it; gives its id.</summary>
    public string? AddRow(JsonElement row)
    {
        if (TypeOf(row) is not { } type)
        {
            return null;
        }

        var fields = new Dictionary<string, object?>();
        foreach (var property in row.EnumerateObject().Where(property => property.Name != "attributes"))
        {
            // Names of fields are few, and stand in every record that is kept for pages.
            AddProperty(fields, string.Intern(names.Local(property.Name)), property.Value);
        }

        if (fields.GetValueOrDefault("Id") is not string id)
        {
            return null;
        }

        _records.Add(new CpqRecord(type, id, fields));
        return id;
    }

    private void AddProperty(Dictionary<string, object?> fields, string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            fields.TryAdd(name, Scalar(value));
        }
        else if (value.TryGetProperty("records", out _))
        {
            AddRows(value);
        }
        else if (TypeOf(value) is not null && AddRow(value) is { } parentId)
        {
            fields[SalesforcePath.LookupField(name)] = parentId;
        }
    }

    private string? TypeOf(JsonElement row) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty("attributes", out var attributes) && attributes.Text("type") is { } type
            ? names.Local(type)
            : null;

    /// <summary>The same number may be written 12 or 12.0; here it is one.</summary>
    private static object? Scalar(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number when decimal.TryParse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
                MinorUnits.Trim(number),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
}
