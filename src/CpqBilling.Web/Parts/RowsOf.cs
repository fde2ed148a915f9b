using System.Collections.Immutable;

namespace CpqBilling.Web.Parts;

/// <summary>A part of a long list.</summary>
/// <param name="Total">How many rows the whole list has.</param>
public sealed record RowsOf<TRow>(ImmutableArray<TRow> Rows, int Total);
