namespace CpqBilling.Engine.Application.Preferences;

/// <summary>Who changes settings, and why.</summary>
public sealed record PreferenceChange(string By, string Reason);
