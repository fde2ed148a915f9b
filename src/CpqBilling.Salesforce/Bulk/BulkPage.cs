using System.Collections.Immutable;

namespace CpqBilling.Salesforce.Bulk;

/// <param name="Rows">Column → value; nulls are left out.</param>
/// <param name="Next">The locator of the next page; null on the last.</param>
internal sealed record BulkPage(ImmutableArray<ImmutableDictionary<string, string>> Rows, string? Next);
