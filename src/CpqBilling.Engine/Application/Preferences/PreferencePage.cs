using System.Collections.Immutable;

namespace CpqBilling.Engine.Application.Preferences;

/// <param name="Version">In force; 0 before the first.</param>
public sealed record PreferencePage(int Version, ImmutableArray<PreferenceGroup> Groups);
