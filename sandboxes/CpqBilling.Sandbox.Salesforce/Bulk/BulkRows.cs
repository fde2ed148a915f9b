using System.Globalization;
using System.Text;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Soql;

namespace CpqBilling.Sandbox.Salesforce.Bulk;

/// <summary>The rows of a bulk query as CSV lines. Every value is quoted, an empty one is null, parents are columns such as <c>Account.Name</c>.</summary>
internal sealed class BulkRows
{
    private readonly List<string> _lines;

    private BulkRows(string header, List<string> lines) => (Header, _lines) = (header, lines);

    public string Header { get; }

    public int Count => _lines.Count;

    public static (BulkRows Rows, string ObjectName) Of(BulkQueryRequest request, SandboxOrg org)
    {
        var query = SoqlParser.Parse(request.Query);
        Refuse(query);
        var plan = new QueryPlan(query, request.Query, org, includeDeleted: request.Operation == "queryAll");
        var columns = Columns(query, plan.Scope).ToList();
        var lines = plan.Records().Select(record => string.Join(request.Delimiter, columns.Select(column => Quoted(column.Read(record))))).ToList();
        return (new BulkRows(string.Join(request.Delimiter, columns.Select(column => Quoted(column.Name))), lines), plan.Scope.Type.Name);
    }

    public string Page(int start, int count, string newLine)
    {
        var page = new StringBuilder(Header).Append(newLine);
        foreach (var line in _lines.Skip(start).Take(count))
            page.Append(line).Append(newLine);
        return page.ToString();
    }

    private static void Refuse(SoqlQuery query)
    {
        if (query.IsCount || query.IsAggregate || query.Offset is not null || query.Select.Any(item => item is SubqueryItem or TypeOfItem))
            throw new SalesforceError(
                400,
                "API_ERROR",
                "Aggregate Relationships, GROUP BY, OFFSET, TYPEOF and subqueries are not supported in Bulk Query",
                null
            );
    }

    private static IEnumerable<(string Name, Func<Records.Record, object?> Read)> Columns(SoqlQuery query, QueryScope scope)
    {
        foreach (var item in query.Select)
            switch (item)
            {
                case ValueItem { Operand: FieldPath path }:
                    var bound = scope.Resolve(path);
                    yield return (string.Join('.', bound.Hops.Select(hop => hop.RelationshipName).Append(bound.Field.Name)), scope.Bind(path).Read);
                    break;
                case ValueItem value:
                    yield return (value.Alias ?? "expr0", scope.Bind(value.Operand).Read);
                    break;
                case FieldsItem fields:
                    foreach (var field in scope.Type.Fields.Where(field => fields.Kind == "ALL" || field.IsCustom == (fields.Kind == "CUSTOM")))
                        yield return (field.Name, record => record[field]);
                    break;
            }
    }

    private static string Quoted(object? value) => $"\"{Text(value).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(object? value) =>
        value switch
        {
            null => "",
            bool flag => flag ? "true" : "false",
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
}
