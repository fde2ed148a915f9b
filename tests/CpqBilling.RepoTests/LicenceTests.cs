using System.Text.Json;
using System.Xml.Linq;

namespace CpqBilling.RepoTests;

/// <summary>What the program is delivered with, and under which licence: told by the packages themselves, kept as docs/third-party-licences.md.</summary>
public sealed class LicenceTests
{
    private const string Page = "docs/third-party-licences.md";
    private const string Update = "UPDATE_LICENCES";

    /// <summary>Licences that ask for nothing but to be named with the program.</summary>
    private static readonly string[] Permissive = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "PostgreSQL", "MS-PL OR Apache-2.0"];

    [Fact]
    public void EveryPackage_IsListedWithAPermissiveLicence()
    {
        var packages = Packages();
        Guard.Looked(packages.Count, 50, "packages");
        Guard.Holds(
            $"Packages of the program have one of the licences {string.Join(", ", Permissive)}.",
            Page,
            packages.Where(package => !Permissive.Contains(package.Licence)).Select(package => $"{package.Name}: {package.Licence}")
        );
        var text = Text(packages);
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            File.WriteAllText(Path.Combine(Repository.Root, Page), text);
        }

        Assert.True(
            Repository.Exists(Page) && Repository.File(Page).Text == text,
            $"{Page} does not list the packages of today: run this test with {Update}=1 and commit it."
        );
    }

    private static string Text(IEnumerable<(string Name, string Licence)> packages) =>
        "# Licences of others\n\nWhat CpqBilling is delivered with, as the packages tell it themselves. Made by a test: `UPDATE_LICENCES=1`. Versions stand in `packages.lock.json`.\n\n"
        + "| package | licence |\n|---|---|\n"
        + string.Concat(packages.Select(package => $"| {package.Name} | {package.Licence} |\n"));

    private static List<(string Name, string Licence)> Packages()
    {
        using var locks = JsonDocument.Parse(Repository.File("src/CpqBilling.Cli/packages.lock.json").Text);
        return
        [
            .. locks
                .RootElement.GetProperty("dependencies")
                .EnumerateObject()
                .SelectMany(framework => framework.Value.EnumerateObject())
                .Where(package => package.Value.TryGetProperty("resolved", out _))
                .Select(package => (package.Name, Licence(package.Name, package.Value.GetProperty("resolved").GetString()!)))
                .DistinctBy(package => package.Name)
                .OrderBy(package => package.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static string Licence(string name, string version)
    {
        var folder = Path.Combine(Cache, name.ToLowerInvariant(), version.ToLowerInvariant());
        var metadata = XDocument.Load(Path.Combine(folder, $"{name.ToLowerInvariant()}.nuspec")).Root!.Elements().First();
        var licence = metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "license");
        return licence switch
        {
            null => "not told",
            _ when licence.Attribute("type")?.Value == "file" => OfText(File.ReadAllText(Path.Combine(folder, licence.Value))),
            _ => licence.Value,
        };
    }

    private static string OfText(string text) =>
        text.Contains("Apache License", StringComparison.Ordinal) && text.Contains("Version 2.0", StringComparison.Ordinal) ? "Apache-2.0"
        : text.Contains("Permission is hereby granted, free of charge", StringComparison.Ordinal) ? "MIT"
        : "a text of its own";

    private static string Cache =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
