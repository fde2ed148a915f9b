using System.Collections.Immutable;

namespace CpqBilling.Web.Api;

/// <summary>A part of a list.</summary>
/// <param name="Next">Sent as <c>cursor</c>, it gives the next part; null at the end.</param>
public sealed record ApiPage<T>(ImmutableArray<T> Items, string? Next)
{
    public const int Most = 200;
    public const int Usual = 50;

    internal static int Size(int? limit) => Math.Clamp(limit ?? Usual, 1, Most);
}
