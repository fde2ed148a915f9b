using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
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

    private ServiceConfiguration(IConfigurationRoot root, string folder)
    {
        Root = root;
        Folder = folder;
    }

    public IConfigurationRoot Root { get; }

    public string Folder { get; }

    public InstallationOptions Installation => new(Folder, TextOrFile("database"), TextOrFile("masterKey"));

    public ServerOptions Server =>
        new(Root["urls"] ?? ServerOptions.DefaultUrls, Root)
        {
            PublicUrl = Root["publicUrl"] is { } url ? Commands.OrgOptions.Address(url, "publicUrl") : null,
            Node = Node,
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
                Root["clusterCertificate"] is { } file ? Certificate(file) : null
            );
        }
    }

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
            return new ServiceConfiguration(root, folder);
        }
        catch (Exception error) when (error is InvalidDataException or FormatException or JsonException)
        {
            throw new CommandException($"{file} cannot be read: {error.GetBaseException().Message}");
        }
    }

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
