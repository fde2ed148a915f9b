using System.Globalization;
using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Pages;

/// <summary>Values as a person reads them.</summary>
internal static class Cells
{
    public static Cell Text(Record? record, string field) => new(record?.Text(field) ?? "–");

    public static Cell State(Record record, string field) => new(record.Text(field) ?? "–", IsState: true);

    public static Cell Flag(Record record, string field) => new(record.IsTrue(field) ? "Yes" : "No");

    public static Cell Date(Record record, string field) => new(record.Date(field)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "–");

    public static Cell Money(Record record, string field) =>
        new(record.Number(field) is { } amount ? amount.ToString("#,0.00", CultureInfo.InvariantCulture) + Currency(record) : "–", IsNumber: true);

    public static Cell Number(Record record, string field) =>
        new(record.Number(field)?.ToString("0.####", CultureInfo.InvariantCulture) ?? "–", IsNumber: true);

    /// <summary>The record's name or number, leading to its page.</summary>
    public static Cell Link(Record? record, string nameField, string path) =>
        record is null ? new("–") : new(record.Text(nameField) ?? record.Id, $"/{path}/{record.Id}");

    private static string Currency(Record record) =>
        record.Type.Find("CurrencyIsoCode") is { } field && record[field] is string code ? $" {code}" : "";
}
