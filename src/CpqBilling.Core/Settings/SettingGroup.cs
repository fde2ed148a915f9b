using System.Collections.Immutable;

namespace CpqBilling.Core.Settings;

/// <summary>Settings that belong together, under one heading of pages and docs.</summary>
public sealed record SettingGroup(string Title, ImmutableArray<Setting> Settings);
