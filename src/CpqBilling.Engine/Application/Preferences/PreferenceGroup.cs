using System.Collections.Immutable;

namespace CpqBilling.Engine.Application.Preferences;

public sealed record PreferenceGroup(string Title, ImmutableArray<Preference> Rows);
