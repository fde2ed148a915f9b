using System.Collections.Immutable;
using CpqBilling.Engine.Configurations;
using NodaTime;

namespace CpqBilling.Engine.Application.Preferences;

public sealed record PreferenceVersion(int Number, string By, Instant At, ImmutableArray<ConfigurationDifference> Changes);
