using System.Collections.Immutable;
using NodaTime;

namespace CpqBilling.Engine.Application.Packages;

/// <summary>A stretch in which an order bills the same.</summary>
/// <param name="EndDate">Last day included; null when it goes on.</param>
public sealed record PackagePhase(LocalDate StartDate, LocalDate? EndDate, ImmutableArray<PackageItem> Items);
