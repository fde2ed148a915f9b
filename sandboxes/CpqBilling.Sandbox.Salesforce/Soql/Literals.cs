using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>Gives a literal the type of the field it is compared with, or refuses it as Salesforce does.</summary>
internal static class Literals
{
    public static object? Typed(SoqlLiteral literal, string name, FieldType type, FieldDef? field, QueryScope scope)
    {
        if (literal.Kind == LiteralKind.Null)
            return null;
        var (expected, quoted) = Expected(type);
        if (literal.Kind != expected)
            throw SoqlError.WrongLiteral(scope.Text, literal.Position, name, WireName(type), quoted);
        return type.IsId() ? Id((string)literal.Value!, name, literal.Position, scope)
            : literal.Value is "" ? null
            : literal.Value;
    }

    private static (LiteralKind Kind, bool Quoted) Expected(FieldType type) =>
        type switch
        {
            FieldType.Boolean => (LiteralKind.Boolean, false),
            FieldType.Date => (LiteralKind.Date, false),
            FieldType.DateTime => (LiteralKind.DateTime, false),
            _ when type.IsNumber() => (LiteralKind.Number, false),
            _ => (LiteralKind.Text, true),
        };

    private static string WireName(FieldType type) =>
        type switch
        {
            FieldType.DateTime => "dateTime",
            FieldType.Picklist or FieldType.TextArea or FieldType.Email or FieldType.Phone or FieldType.Url => "string",
            FieldType.Id or FieldType.Reference => "id",
            _ => type.WireName(),
        };

    private static string? Id(string value, string name, int position, QueryScope scope) =>
        value.Length == 0
            ? null
            : SalesforceId.Normalize(value) ?? throw SoqlError.Operator(scope.Text, position, $"invalid ID field: {value} for '{name}'");
}
