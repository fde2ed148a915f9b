using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary><c>query?columns=true</c>: what the columns of a query are, from which command line tools build their tables.</summary>
internal static class ColumnMetadata
{
    public static JsonObject Of(string text, SandboxOrg org)
    {
        var query = SoqlParser.Parse(text);
        var plan = new QueryPlan(query, text, org);
        var columns = Columns(query, plan.Scope);
        return new JsonObject
        {
            ["columnMetadata"] = columns,
            ["entityName"] = plan.Scope.Type.Name,
            ["groupBy"] = query.GroupBy.Count > 0,
            ["idSelected"] = query.Select.Any(item =>
                item is ValueItem { Operand: FieldPath { Parts: [var name] } } && name.Equals("Id", StringComparison.OrdinalIgnoreCase)
            ),
            ["keyPrefix"] = plan.Scope.Type.KeyPrefix,
        };
    }

    private static JsonArray Columns(SoqlQuery query, QueryScope scope)
    {
        var (columns, number) = (new JsonArray(), 0);
        foreach (var item in query.Select)
            switch (item)
            {
                case ValueItem { Operand: FieldPath path }:
                    AddPath(columns, scope.Resolve(path));
                    break;
                case ValueItem { Operand: FunctionCall } value:
                    var name = value.Alias ?? $"expr{number++}";
                    columns.Add(Column(name, null, isAggregate: true, [], name));
                    break;
                case FieldsItem fields:
                    foreach (var field in scope.Type.Fields.Where(field => fields.Kind == "ALL" || field.IsCustom == (fields.Kind == "CUSTOM")))
                        columns.Add(Column(field.Name, field, isAggregate: false, []));
                    break;
                case SubqueryItem sub when scope.Type.FindChildren(sub.Query.From) is { } children:
                    columns.Add(
                        Column(
                            children.Name,
                            null,
                            isAggregate: true,
                            Columns(sub.Query, new QueryScope(children.Child, sub.Query.Alias, scope.Text, scope.Org))
                        )
                    );
                    break;
            }
        return columns;
    }

    /// <summary>A parent path hangs its field under the relationship, one level for each lookup.</summary>
    private static void AddPath(JsonArray columns, BoundPath path)
    {
        var column = Column(path.Field.Name, path.Field, isAggregate: false, []);
        foreach (var hop in path.Hops.Reverse())
            column = Column(hop.RelationshipName!, null, isAggregate: false, [column]);
        columns.Add(column);
    }

    private static JsonObject Column(string name, FieldDef? field, bool isAggregate, JsonArray joins, string? display = null) =>
        new()
        {
            ["aggregate"] = isAggregate,
            ["apexType"] = field is null ? null : ApexType(field.Type),
            ["booleanType"] = field?.Type == FieldType.Boolean,
            ["columnName"] = name,
            ["custom"] = field?.IsCustom ?? false,
            ["displayName"] = display ?? name,
            ["foreignKeyName"] = field?.RelationshipName,
            ["insertable"] = field?.IsCreateable ?? false,
            ["joinColumns"] = joins,
            ["numberType"] = field?.Type.IsNumber() ?? false,
            ["textType"] = field?.Type.IsText() ?? false,
            ["updatable"] = field?.IsUpdateable ?? false,
        };

    private static string ApexType(FieldType type) =>
        type switch
        {
            FieldType.Id or FieldType.Reference => "Id",
            FieldType.Boolean => "Boolean",
            FieldType.Int => "Integer",
            FieldType.Date => "Date",
            FieldType.DateTime => "Datetime",
            _ when type.IsNumber() => "Double",
            _ => "String",
        };
}
