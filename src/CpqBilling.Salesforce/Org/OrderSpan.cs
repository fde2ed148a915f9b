using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Salesforce;

/// <summary>Orders of a time that may be billed.</summary>
/// <param name="Filter">SOQL condition that they must meet; empty takes the usual one.</param>
/// <param name="From">Activated at or after it; null for all.</param>
/// <param name="Until">Activated before it; null for all.</param>
public sealed record OrderSpan(string Filter, Instant? From, Instant? Until)
{
    internal string Condition =>
        $"({(string.IsNullOrWhiteSpace(Filter) ? Soql.DefaultOrderFilter : Filter)})"
        + (From is { } first ? $" AND ActivatedDate >= {InstantPattern.General.Format(first)}" : "")
        + (Until is { } last ? $" AND ActivatedDate < {InstantPattern.General.Format(last)}" : "");
}
