namespace CpqBilling.Core.Settings;

/// <summary>What people and checks must know of a setting.</summary>
/// <param name="Meaning">What it decides, in a sentence.</param>
/// <param name="Example">What it does to money, or to what is sent, with numbers where it has any.</param>
/// <param name="ReadBy">The type that decides by it; a test of the repository looks whether it does.</param>
/// <param name="Unset">What holds where nothing is set.</param>
public sealed record SettingWords(string Meaning, string Example, string ReadBy, string Unset = "none");
