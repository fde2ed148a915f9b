namespace CpqBilling.Cli.Installed;

/// <summary>What a setting is, and who said so.</summary>
/// <param name="Value">Null where its default holds; secrets are masked.</param>
/// <param name="Source">The option, the variable or the file; <c>default</c> where nobody said anything.</param>
internal sealed record SettingInForce(string Name, string? Value, string Default, string Source, string Meaning);
