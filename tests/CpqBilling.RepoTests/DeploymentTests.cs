using System.Text.RegularExpressions;

namespace CpqBilling.RepoTests;

/// <summary>What stands in <c>deploy/</c> fits the program: names of settings, the command, the restrictions.</summary>
public sealed partial class DeploymentTests
{
    private static readonly string[] Restrictions =
    [
        "DynamicUser=yes",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "PrivateDevices=yes",
        "UMask=0077",
        "CapabilityBoundingSet=",
    ];

    /// <summary>Where settings of the service are read.</summary>
    private static readonly string[] Readers =
    [
        "src/CpqBilling.Cli/Composition/ServiceConfiguration.cs",
        "src/CpqBilling.Cli/Installed/ServiceSettings.cs",
        "src/CpqBilling.Web/Telemetry/TelemetrySetup.cs",
    ];

    [Fact]
    public void Variables_AreSettingsThatTheProgramReads()
    {
        var known = string.Concat(Readers.Select(Text));
        var used = Repository
            .Files.Where(file => file.Path.StartsWith("deploy/", StringComparison.Ordinal))
            .SelectMany(file => Variable().Matches(Text(file.Path)).Select(match => (file.Path, Name: match.Groups[1].Value)))
            .ToList();
        Assert.NotEmpty(used);
        Assert.All(used, use => Assert.True(IsRead(known, use.Name), $"{use.Path}: nothing reads CPQBILLING_{use.Name}"));
    }

    [Fact]
    public void Unit_RunsTheServiceWithEveryRestriction()
    {
        var unit = Text("deploy/systemd/cpqbilling.service").Split('\n');
        Assert.Contains("ExecStart=/opt/cpqbilling/cpqbilling serve", unit);
        Assert.All(Restrictions, restriction => Assert.Contains(restriction, unit));
    }

    private static string Text(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    /// <summary>Files stand for secrets: <c>masterKeyFile</c> is read where <c>masterKey</c> is. The proxy is a variable of the compose file itself.</summary>
    private static bool IsRead(string source, string variable)
    {
        var name = variable.EndsWith("FILE", StringComparison.Ordinal) ? variable[..^4] : variable;
        return name == "PROXY" || source.Contains($"\"{name}\"", StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex("CPQBILLING_([A-Z]+)")]
    private static partial Regex Variable();
}
