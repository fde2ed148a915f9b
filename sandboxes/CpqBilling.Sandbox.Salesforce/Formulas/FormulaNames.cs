using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Formulas;

/// <summary>Names in formulas: fields, fields of parents, constants and the global <c>$</c> names.</summary>
internal static class FormulaNames
{
    public static Formula Bind(string name)
    {
        switch (name.ToUpperInvariant())
        {
            case "TRUE":
                return _ => true;
            case "FALSE":
                return _ => false;
            case "NULL":
                return _ => null;
        }
        var parts = name.Split('.');
        return parts[0].ToUpperInvariant() switch
        {
            "$SETUP" when parts.Length == 3 => context => Setting(context, parts[1], parts[2]),
            "$USER" => context =>
                context.Org.Store.Find(context.Change?.Session.User.Id ?? context.Org.IntegrationUser.Id) is { } user ? user[parts[1]] : null,
            "$ORGANIZATION" => context => context.Org.Store["Organization"].All.First()[parts[1]],
            var global when global.StartsWith('$') => _ => null,
            _ => context => Field(context, parts),
        };
    }

    private static object? Field(FormulaContext context, string[] parts)
    {
        var record = context.Record;
        foreach (var part in parts[..^1])
        {
            var lookup = record.Type.FindRelationship(part) ?? throw new FormatException($"{record.Type.Name} has no relationship {part}.");
            if (context.Org.Store.Parent(record, lookup) is not { } parent)
                return Empty(context.Org.Schema[lookup.ReferenceTo[0]], parts[^1]);
            record = parent;
        }
        return record[record.Type.Find(parts[^1]) ?? throw new FormatException($"{record.Type.Name} has no field {parts[^1]}.")];
    }

    /// <summary>The org-wide row of a hierarchy setting, or its default when there is none.</summary>
    private static object? Setting(FormulaContext context, string type, string name) =>
        context.Org.Store[type].All.FirstOrDefault(row => !row.IsDeleted) is { } row ? row[name] : context.Org.Schema[type][name].Default;

    private static bool? Empty(ObjectDef type, string field) => type.Find(field)?.Type == FieldType.Boolean ? false : null;
}
