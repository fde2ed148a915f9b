using System.Collections.Immutable;
using CpqBilling.Engine.Configurations;
using NodaTime;

namespace CpqBilling.Engine.Application.Drafts;

/// <param name="Changes">Against the version before.</param>
public sealed record ConfigurationVersion(int Number, string By, Instant At, ImmutableArray<ConfigurationDifference> Changes);
