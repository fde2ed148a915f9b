using System.Globalization;

namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>Limits of a whole query that the parser cannot see.</summary>
internal static class QueryLimits
{
    private const int MaxFieldsLimit = 200;
    private const int MaxOffset = 2000;
    private const int MaxRelationships = 55;

    public static int MaxChildLevel(string version) => decimal.Parse(version, CultureInfo.InvariantCulture) >= 58 ? 4 : 1;

    public static void Check(SoqlQuery query, string text, string version)
    {
        if (
            query
                .Select.OfType<ValueItem>()
                .Select(item => item.Operand)
                .OfType<FieldPath>()
                .SelectMany(Relationships)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Count() > MaxRelationships
        )
            throw SoqlError.Malformed($"Maximum number of child-to-parent relationships exceeded: {MaxRelationships}");
        foreach (var item in query.Select)
        {
            if (item is FieldsItem { Kind: not "STANDARD" } fields && query.Limit is not <= MaxFieldsLimit)
                throw SoqlError.Malformed(text, fields.Position, "The SOQL FIELDS function must have a LIMIT of at most 200");
            if (item is SubqueryItem sub)
                Check(sub.Query, text, version);
        }
        if (query.Offset > MaxOffset)
            throw new Api.SalesforceError(400, "NUMBER_OUTSIDE_VALID_RANGE", $"Maximum SOQL offset allowed is {MaxOffset}", null);
    }

    /// <summary><c>A.B.Name</c> uses A and A.B.</summary>
    private static IEnumerable<string> Relationships(FieldPath path) =>
        Enumerable.Range(1, path.Parts.Count - 1).Select(length => string.Join('.', path.Parts.Take(length)));
}
