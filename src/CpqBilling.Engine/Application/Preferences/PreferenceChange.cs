using CpqBilling.Engine.Application.Access;

namespace CpqBilling.Engine.Application.Preferences;

/// <summary>Who changes settings, and why.</summary>
public sealed record PreferenceChange(Actor By, string Reason);
