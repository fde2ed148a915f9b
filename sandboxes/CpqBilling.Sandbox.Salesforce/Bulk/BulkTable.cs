using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;
using Microsoft.VisualBasic.FileIO;

namespace CpqBilling.Sandbox.Salesforce.Bulk;

/// <summary>Uploaded CSV: its column names and its rows.</summary>
internal sealed record BulkTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Clears a field; an empty value leaves it as it is.</summary>
    private const string Clear = "#N/A";

    public static BulkTable Read(string csv, char delimiter)
    {
        using var parser = new TextFieldParser(new StringReader(csv)) { HasFieldsEnclosedInQuotes = true, TrimWhiteSpace = false };
        parser.SetDelimiters(delimiter.ToString());
        var rows = new List<IReadOnlyList<string>>();
        try
        {
            while (parser.ReadFields() is { } fields)
                rows.Add(fields);
        }
        catch (MalformedLineException error)
        {
            throw new SalesforceError(400, "INVALIDBATCH", $"The CSV cannot be read: {error.Message}", null);
        }
        return rows.Count == 0 ? new BulkTable([], []) : new BulkTable(rows[0], [.. rows.Skip(1)]);
    }

    /// <summary>A row as the body of a single write; <c>Owner.Name</c> becomes a reference by external id.</summary>
    public JsonObject Body(IReadOnlyList<string> row)
    {
        var body = new JsonObject();
        foreach (var (column, value) in Columns.Zip(row).Where(cell => cell.Second.Length > 0))
        {
            JsonNode? node = value == Clear ? null : JsonValue.Create(value);
            if (column.Split('.') is [var relationship, var field])
                body[relationship] = new JsonObject { [field] = node };
            else
                body[column] = node;
        }
        return body;
    }
}
