using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>Answers a query in JSON. Needs the org's read lock.</summary>
internal sealed class QueryRunner(SandboxOrg org)
{
    private const int MaxSubqueries = 20;

    public JsonObject Run(string text, RowContext context, bool includeDeleted = false)
    {
        var query = SoqlParser.Parse(text);
        QueryLimits.Check(query, text, context.Version);
        var plan = new QueryPlan(query, text, org, includeDeleted);
        if (query.IsCount)
            return new JsonObject
            {
                ["totalSize"] = Count(plan.Records().Count, query),
                ["done"] = true,
                ["records"] = new JsonArray(),
            };
        if (query.IsAggregate)
            return new AggregateQuery(query, plan).Run();
        var shape = Shape(query, plan, context, level: 0);
        return context.Cursors.FirstPage(plan.Records(), record => shape.Write(record, context), context);
    }

    private static int Count(int found, SoqlQuery query) => Math.Min(Math.Max(0, found - (query.Offset ?? 0)), query.Limit ?? int.MaxValue);

    /// <summary>Subqueries nest one level up to v57, four below the root from v58.</summary>
    private RowShape Shape(SoqlQuery query, QueryPlan plan, RowContext context, int level)
    {
        var scope = plan.Scope;
        var shape = new RowShape(scope);
        var number = 0;
        if (query.Select.Count(item => item is SubqueryItem) > MaxSubqueries)
            throw SoqlError.Malformed($"Maximum number of sub-selects exceeded: {MaxSubqueries}");
        foreach (var item in query.Select)
            switch (item)
            {
                case ValueItem { Operand: FieldPath path } value:
                    if (value.Alias is not null)
                        throw SoqlError.Malformed(scope.Text, path.Position, "only aggregate expressions use field aliasing");
                    shape.AddField(path);
                    break;
                case ValueItem { Operand: FunctionCall call } value:
                    shape.AddFunction(call, value.Alias ?? FunctionKey(call, scope, ref number));
                    break;
                case FieldsItem fields:
                    foreach (var field in scope.Type.Fields.Where(field => fields.Kind == "ALL" || field.IsCustom == (fields.Kind == "CUSTOM")))
                        shape.AddOwnField(field);
                    break;
                case TypeOfItem typeOf:
                    shape.AddTypeOf(typeOf);
                    break;
                case SubqueryItem sub:
                    AddChildren(shape, sub.Query, scope, context, level + 1);
                    break;
                case CountItem:
                    throw SoqlError.Malformed("COUNT() must be the only element in the SELECT list");
            }
        return shape;
    }

    private void AddChildren(RowShape shape, SoqlQuery query, QueryScope parent, RowContext context, int level)
    {
        if (level > QueryLimits.MaxChildLevel(context.Version))
            throw SoqlError.Malformed(
                parent.Text,
                query.FromPosition,
                "SOQL relationship queries can only have one level of child relationship in this API version"
            );
        var relationship = parent.Type.FindChildren(query.From) ?? throw SoqlError.NoSuchChildren(parent.Text, query.FromPosition, query.From);
        var plan = new QueryPlan(query, parent.Text, org, type: relationship.Child);
        shape.AddChildren(relationship.Name, new ChildQuery(plan, Shape(query, plan, context, level), relationship));
    }

    /// <summary>Display functions answer under the field's own name, others under expr0, expr1, …</summary>
    private static string FunctionKey(FunctionCall call, QueryScope scope, ref int number) =>
        call.Name is "TOLABEL" or "CONVERTCURRENCY" or "FORMAT" && call.Argument is FieldPath path
            ? scope.Resolve(path).Field.Name
            : $"expr{number++}";
}
