using System.Collections.Immutable;

namespace CpqBilling.Engine.Application.Contracts;

/// <param name="Note">What tells it from a line of the same product: the order that added it, or its segment.</param>
public sealed record ChartRow(string Name, string? Note, ImmutableArray<ChartBar> Bars);
