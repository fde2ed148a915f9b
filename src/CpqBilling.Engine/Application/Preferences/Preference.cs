using CpqBilling.Core.Settings;

namespace CpqBilling.Engine.Application.Preferences;

/// <param name="Value">As a file would say it; null where none is set.</param>
public sealed record Preference(Setting Setting, string? Value)
{
    public bool IsDefault => (Value ?? Setting.Words.Unset) == Setting.Default;
}
