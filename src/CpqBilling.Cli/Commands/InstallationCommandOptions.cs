using System.CommandLine;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Installations;

namespace CpqBilling.Cli.Commands;

/// <summary>Options by which a command finds an installation; each is also a setting of the environment and the file.</summary>
internal static class InstallationCommandOptions
{
    public static Option<string?> Data { get; } =
        new Option<string?>("--data")
        {
            Description = $"Folder of the installation; ./{DataFolder.DefaultName} without it (CPQBILLING_DATA).",
        }.AsFolder();

    public static Option<string?> Database { get; } =
        new("--database") { Description = "PostgreSQL: \"Host=…;Database=…\"; a file in the folder without it (CPQBILLING_DATABASE)." };

    /// <param name="also">Further settings that the command line names.</param>
    public static ServiceConfiguration Configuration(ParseResult result, params (string Name, string? Value)[] also)
    {
        var given = new Dictionary<string, string?> { ["data"] = result.GetValue(Data), ["database"] = result.GetValue(Database) };
        foreach (var (name, value) in also)
        {
            given[name] = value;
        }

        return ServiceConfiguration.Read(given);
    }
}
