using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CpqBilling.Cli.Installed;
using CpqBilling.Engine.Cluster;
using CpqBilling.Engine.Installations;
using CpqBilling.Web.Hosting;

namespace CpqBilling.Cli.Composition;

/// <summary>Where an installation is and how it runs, from a file, the environment and the command line; later ones win.</summary>
/// <remarks>The file is <c>cpqbilling.json</c> in the data folder, variables begin with <c>CPQBILLING_</c>.</remarks>
internal sealed class ServiceConfiguration
{
    private const string Prefix = "CPQBILLING_";
    private const string FileName = "cpqbilling.json";

    private ServiceConfiguration(IConfigurationRoot root, string folder, IReadOnlyList<string> ignored)
    {
        Root = root;
        Folder = folder;
        Ignored = ignored;
    }

    private IConfigurationRoot Root { get; }

    public string Folder { get; }

    /// <summary>One sentence for each variable that looks like a setting and is none.</summary>
    public IReadOnlyList<string> Ignored { get; }

    /// <summary>What is in force, and who said so.</summary>
    public IReadOnlyList<SettingInForce> InForce => new SettingsInForce(Root, Prefix).List();

    public InstallationOptions Installation =>
        new(Folder, TextOrFile("database"), TextOrFile("masterKey")) { StripeRate = Root["stripeRate"] is { Length: > 0 } rate ? Rate(rate) : null };

    public ServerOptions Server =>
        new(Root["urls"] ?? ServerOptions.DefaultUrls, Root)
        {
            PublicUrl = Root["publicUrl"] is { } url ? Commands.OrgOptions.Address(url, "publicUrl") : null,
            Node = Node,
            SingleSignOn = new SingleSignOnSettings(Root, TextOrFile).Provider,
            Outgoing = new OutgoingSettings(Root, TextOrFile).Options,
            TrustedProxies = (Root["trustedProxies"] ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries),
        };

    private NodeOptions Node
    {
        get
        {
            var address = Root["clusterAddress"];
            if (address is not null && !IPAddress.TryParse(address, out _))
            {
                throw new CommandException(
                    $"{address} is no address for clusterAddress: write the IP address at which the other nodes reach this one."
                );
            }

            return new NodeOptions(
                address is null ? null : IPAddress.Parse(address),
                Root["clusterCertificate"] is { } file ? Certificate(file) : null,
                Root["clusterCertificateAlso"] is { } also ? PublicCertificate(also) : null
            );
        }
    }

    private static double Rate(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate is >= 1 and <= 10_000
            ? rate
            : throw new CommandException($"{text} is no rate for stripeRate: write requests a second, from 1 on.");

    /// <summary>A secret may stand in a file of its own, as systemd and containers hand it over: the setting's name with <c>File</c> behind it.</summary>
    private string? TextOrFile(string name) =>
        (Root[name], Root[name + "File"]) switch
        {
            ({ Length: > 0 } text, _) => text,
            (_, { Length: > 0 } file) => ReadText(name, file).Trim(),
            _ => null,
        };

    /// <param name="given">What the command line says, by the names of the settings; nulls say nothing.</param>
    public static ServiceConfiguration Read(IReadOnlyDictionary<string, string?> given)
    {
        var variables = new ConfigurationBuilder().AddEnvironmentVariables(Prefix).Build();
        var folder = given.GetValueOrDefault("data") ?? variables["data"] ?? DataFolder.DefaultName;
        var file = Path.GetFullPath(Path.Combine(folder, FileName));
        try
        {
            var root = new ConfigurationBuilder()
                .AddJsonFile(file, optional: true, reloadOnChange: true)
                .AddEnvironmentVariables(Prefix)
                .AddInMemoryCollection(given.Where(pair => pair.Value is not null))
                .Build();
            RefuseUnread(file);
            return new ServiceConfiguration(root, folder, [.. Values(variables).Select(ServiceSettings.Problem).OfType<string>()]);
        }
        catch (Exception error) when (error is InvalidDataException or FormatException or JsonException)
        {
            throw new CommandException($"{file} cannot be read: {error.GetBaseException().Message}");
        }
    }

    /// <summary>Tries every value as the start does; the first wrong one is told in a sentence that names it.</summary>
    public void Verify()
    {
        if (Installation.MasterKey is { } key)
        {
            MasterKeys.Read(key, "the setting masterKey");
        }

        if (Installation.Database is { } database)
        {
            InstallationOptions.RefuseUnlessServer(database);
        }

        Server.Verify();
    }

    /// <summary>A misspelled name would leave its default in force, and nobody would know.</summary>
    private static void RefuseUnread(string file)
    {
        var own = new ConfigurationBuilder().AddJsonFile(file, optional: true).Build();
        foreach (var path in Values(own))
        {
            if (path.Equals("data", StringComparison.OrdinalIgnoreCase))
            {
                throw new CommandException($"{file}: data says where this file is looked for, so that it cannot stand in it.");
            }

            if (ServiceSettings.Problem(path) is { } problem)
            {
                throw new CommandException($"{file}: {problem}");
            }
        }
    }

    /// <summary>Variables with an underscore hand secrets to <c>connect</c>; they are no settings.</summary>
    private static IEnumerable<string> Values(IConfigurationRoot root) =>
        root.AsEnumerable().Where(pair => pair.Value is not null && !pair.Key.Contains('_', StringComparison.Ordinal)).Select(pair => pair.Key);

    private X509Certificate2 Certificate(string file)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(file, TextOrFile("clusterCertificatePassword"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CommandException($"The certificate {file} (clusterCertificate) cannot be used: {error.Message}");
        }
    }

    private static X509Certificate2 PublicCertificate(string file)
    {
        try
        {
            return X509CertificateLoader.LoadCertificateFromFile(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CommandException($"The certificate {file} (clusterCertificateAlso) cannot be used: {error.Message}");
        }
    }

    private static string ReadText(string name, string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The file {file}, named by {name}File, cannot be read: {error.Message}");
        }
    }
}
