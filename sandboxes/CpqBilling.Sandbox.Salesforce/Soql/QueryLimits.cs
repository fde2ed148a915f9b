using System.Globalization;

namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>Limits of a whole query that the parser cannot see.</summary>
internal static class QueryLimits
{
    private const int MaxFieldsLimit = 200;
    private const int MaxOffset = 2000;

    public static int MaxChildLevel(string version) => decimal.Parse(version, CultureInfo.InvariantCulture) >= 58 ? 4 : 1;

    public static void Check(SoqlQuery query, string text, string version)
    {
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
}
