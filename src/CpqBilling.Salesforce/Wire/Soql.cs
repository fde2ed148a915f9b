using System.Text.RegularExpressions;
using CpqBilling.Core.Settings;

namespace CpqBilling.Salesforce;

/// <summary>Pieces of SOQL text.</summary>
internal static partial class Soql
{
    /// <summary>The filter of docs/rules/mapping.md 4; it is judged here, without asking Salesforce.</summary>
    public const string DefaultOrderFilter = BillingSettings.DefaultOrderFilter;

    public static string Quoted(string text) => "'" + text.Replace("\\", "\\\\").Replace("'", "\\'") + "'";

    public static string In(IEnumerable<string> ids) => "(" + string.Join(", ", ids.Select(Quoted)) + ")";

    /// <summary>A mapped path ends up in a SELECT, so it must be names and dots and nothing else.</summary>
    public static bool IsPath(string path) => Core.Mapping.SalesforcePath.IsWellFormed(path);

    public static bool IsDefaultOrderFilter(string? filter) =>
        string.IsNullOrWhiteSpace(filter)
        || string.Equals(Blanks().Replace(filter, ""), Blanks().Replace(DefaultOrderFilter, ""), StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
