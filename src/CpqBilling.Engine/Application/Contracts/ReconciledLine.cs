using System.Collections.Immutable;
using CpqBilling.Engine.Application.Words;

namespace CpqBilling.Engine.Application.Contracts;

/// <summary>One line of an order: what CPQ sold by it, what later orders take off, and what is billed for it, in minor units.</summary>
/// <param name="Note">Null where the name is enough.</param>
/// <param name="Sold">Before anything was taken off.</param>
public sealed record ReconciledLine(string OrderNumber, string Name, string? Note, decimal Sold, decimal Billed)
{
    public ImmutableArray<ReducedBy> Reductions { get; init; } = [];

    /// <summary>What lies between what is left of the line and what is billed.</summary>
    public ImmutableArray<NamedDifference> Differences { get; init; } = [];
}
