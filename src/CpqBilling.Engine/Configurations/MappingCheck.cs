using System.Text.Json;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Stripe.Parameters;

namespace CpqBilling.Engine.Configurations;

/// <summary>Whether mappings name what Stripe has, in the pinned version of its API, and give what it can take (docs/decisions/0023).</summary>
internal static class MappingCheck
{
    public static readonly RecordRef Org = new("Organization", "mappings");

    public static IEnumerable<SyncError> Errors(JsonElement defaults, JsonElement paths)
    {
        List<Row> values = [.. Rows(defaults)];
        List<Row> fields = [.. Rows(paths)];
        return
        [
            .. FormErrors("fieldDefaults", defaults),
            .. values.Select(row => NameError(row) ?? (IsJudgedHere(row) ? ValueError(row) : null)).OfType<SyncError>(),
            .. FormErrors("fieldMappings", paths),
            .. fields.Select(row => NameError(row) ?? (IsJudgedHere(row) ? PathError(row) : null)).OfType<SyncError>(),
            .. CustomFieldErrors([.. values, .. fields]),
        ];
    }

    /// <summary>Stripe prints four fields on an invoice; one that has a fixed value and a path is one field.</summary>
    private static IEnumerable<SyncError> CustomFieldErrors(List<Row> rows) =>
        from fields in rows.Where(row => CustomFields.LabelOf(row.StripePath) is not null).GroupBy(row => row.ObjectKey)
        let labels = fields.Select(row => CustomFields.LabelOf(row.StripePath)).Distinct().Count()
        where labels > CustomFields.Most
        select MappingErrors.TooManyCustomFields(Org, fields.Key, labels, CustomFields.Most);

    /// <summary>The tables of a part that have the form of one; the check has told of the others.</summary>
    public static JsonElement Readable(JsonElement part, Func<JsonElement, bool> isRow)
    {
        if (part.ValueKind != JsonValueKind.Object)
        {
            return default;
        }

        var tables = part.EnumerateObject().Where(table => table.Value.ValueKind == JsonValueKind.Object);
        return JsonSerializer.SerializeToElement(
            tables.ToDictionary(
                table => table.Name,
                table => table.Value.EnumerateObject().Where(row => isRow(row.Value)).ToDictionary(row => row.Name, row => row.Value)
            )
        );
    }

    private static IEnumerable<SyncError> FormErrors(string part, JsonElement tables) =>
        OrgConfiguration
            .ShapeErrors(part, tables)
            .Concat(Tables(tables).SelectMany(table => OrgConfiguration.ShapeErrors($"{part}.{table.Name}", table.Value)));

    private static IEnumerable<Row> Rows(JsonElement tables) =>
        from table in Tables(tables)
        where table.Value.ValueKind == JsonValueKind.Object
        from row in table.Value.EnumerateObject()
        select new Row(table.Name, row.Name, row.Value);

    private static List<JsonProperty> Tables(JsonElement tables) => tables.ValueKind == JsonValueKind.Object ? [.. tables.EnumerateObject()] : [];

    private static bool IsJudgedHere(Row row) => !MappedObject.IsJudgedByOrders(row.StripePath);

    private static SyncError? NameError(Row row) =>
        !IsJudgedHere(row)
            ? null
            : StripePathCatalog.Check(row.ObjectKey, row.StripePath) switch
            {
                KnownPath { Kind: ParameterKind.List } => MappingErrors.MappedValueInvalid(
                    Org,
                    row.Name,
                    Text(row.Value),
                    "a list, which no mapping gives"
                ),
                KnownPath => null,
                UnknownPath when CustomFields.LabelOf(row.StripePath) is { Length: > CustomFields.LongestLabel } label =>
                    MappingErrors.MappedValueInvalid(Org, row.Name, label, $"a label of at most {CustomFields.LongestLabel} characters"),
                UnknownPath unknown => MappingErrors.MappingPathUnknown(Org, row.Name, Near(row, unknown), row.Name),
                _ => throw new System.Diagnostics.UnreachableException(),
            };

    /// <summary>Of an unknown object its own name is meant, else a path of the object.</summary>
    private static string Near(Row row, UnknownPath unknown) =>
        unknown.NearMatches.IsEmpty ? ""
        : MappedObject.Roots.ContainsKey(row.ObjectKey)
            ? $"; near are {string.Join(", ", unknown.NearMatches.Select(path => $"{row.ObjectKey}.{path}"))}"
        : $"; near are {string.Join(", ", unknown.NearMatches)}";

    private static SyncError? ValueError(Row row) =>
        !IsScalar(row.Value) ? MappingErrors.MappedValueInvalid(Org, row.Name, Text(row.Value), "text, a number, true or false")
        : Expected(row) is { } expected ? MappingErrors.MappedValueInvalid(Org, row.Name, Text(row.Value), expected)
        : null;

    /// <summary>An empty row is no row.</summary>
    private static SyncError? PathError(Row row) =>
        row.Value.ValueKind == JsonValueKind.Null
        || (row.Value.ValueKind == JsonValueKind.String && SalesforcePath.IsWellFormed(row.Value.GetString()!))
            ? null
            : SalesforceErrors.FieldMissing(Org, $"'{Text(row.Value)}' is not a path of fields", row.Name);

    /// <summary>What Stripe takes in place of a fixed value that it does not take; null when it does.</summary>
    private static string? Expected(Row row)
    {
        object? value = row.Value.ValueKind switch
        {
            JsonValueKind.Number => row.Value.GetDecimal(),
            JsonValueKind.String => row.Value.GetString(),
            JsonValueKind.True or JsonValueKind.False => row.Value.GetBoolean(),
            _ => null,
        };
        if (value is null || row.StripePath.StartsWith("recurring.", StringComparison.Ordinal))
        {
            return null; // an empty row is no row; intervals are given in CPQ's words
        }

        var number = PlainNumber.Of(value);
        return StripePathCatalog.Check(row.ObjectKey, row.StripePath) is not KnownPath { Kind: var kind } ? null
            : row.StripePath.EndsWith("days_until_due", StringComparison.Ordinal)
                ? DaysUntilDue.Read(value) is null ? "a number of days"
                    : null
            : kind switch
            {
                ParameterKind.WholeNumber when number is null || number != decimal.Truncate(number.Value) => "a whole number",
                ParameterKind.DecimalNumber when number is null => "a number",
                ParameterKind.Flag when value is not bool && !bool.TryParse($"{value}".Trim(), out _) => "true or false",
                ParameterKind.Time when MappedDate.Read(value) is null && !IsWord(value) => "a date",
                _ => null,
            };
    }

    /// <summary>Stripe takes words such as <c>now</c> for some times.</summary>
    private static bool IsWord(object value) =>
        value is string { Length: > 0 } text && text.All(letter => char.IsAsciiLetterLower(letter) || letter == '_');

    public static bool IsScalar(JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private readonly record struct Row(string ObjectKey, string StripePath, JsonElement Value)
    {
        public string Name => $"{ObjectKey}.{StripePath}";
    }
}
