using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>What was billed until records were edited, where the edit was applied.</summary>
/// <param name="At">From then on the later state counts.</param>
public sealed record SoldUntil(Instant? At, ImmutableArray<CpqRecord> Sold);
