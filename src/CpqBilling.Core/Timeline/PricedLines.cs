using System.Collections.Immutable;
using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Timeline;

/// <summary>The recurring lines of a contract with their prices.</summary>
/// <param name="LeftOut">Metered lines that count on a meter another line already bills at the same price.</param>
internal sealed record PricedLines(ImmutableArray<PricedLine> Lines, ImmutableArray<OrderLine> LeftOut);
