using System.CommandLine;

namespace CpqBilling.Cli.Grammar;

/// <summary>Options that mean the same wherever they stand.</summary>
internal static class CommandOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Print JSON and nothing else." };
}
