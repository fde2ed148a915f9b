using CpqBilling.Core.Errors;
using CpqBilling.Engine.Installations;
using CpqBilling.Web.Hosting;

namespace CpqBilling.Cli.Installed;

/// <summary>The closed list of what an installation can be told by its file, the environment or the command line.</summary>
internal static class ServiceSettings
{
    /// <summary>Parts that .NET itself reads: certificates, and levels of logs.</summary>
    private static readonly string[] Sections = ["Kestrel", "Logging"];

    public static IReadOnlyList<ServiceSetting> All { get; } =
    [
        new("data", "The folder of the installation", DataFolder.DefaultName),
        new("database", "The PostgreSQL server", "a file in the folder") { MayStandInFile = true },
        new("masterKey", "Encrypts the keys in the database; several, the present one first", "master.key in the folder")
        {
            IsSecret = true,
            MayStandInFile = true,
        },
        new("urls", "Addresses to listen on", ServerOptions.DefaultUrls),
        new("publicUrl", "Where Stripe reaches the service", "nowhere: events are read instead of received"),
        new("stripeRate", "Requests a second that each Stripe account may get, from all nodes together", "what Stripe allows: 100, in test mode 25"),
        new("trustedProxies", "Proxies that end TLS in front of the service", "none"),
        new("metrics", "prometheus gives a page of metrics", "off"),
        new("clusterAddress", "Where the other nodes reach this one", "on this machine only"),
        new("clusterCertificate", "The certificate that the nodes share (PKCS#12)", "none"),
        new("clusterCertificateAlso", "A second one that is accepted while one follows another (PEM, without its key)", "none"),
        new("clusterCertificatePassword", "Opens it", "none") { IsSecret = true, MayStandInFile = true },
        new("smtpHost", "The server that mails of alerts are handed to, with its port behind a colon", "none: no mail is sent"),
        new("smtpFrom", "The address that they come from", "none: no mail is sent"),
        new("smtpUser", "Who the service is to that server", "nobody"),
        new("smtpPassword", "Its password there", "none") { IsSecret = true, MayStandInFile = true },
        new("smtpPlain", "true hands mail over without TLS, to a server on this machine only", "false"),
        new("outgoingPrivateNetworks", "Private networks that webhooks may be sent to, as 10.1.0.0/16", "none"),
        new("oidcAuthority", "The identity provider that people sign in with", "none: people sign in here"),
        new("oidcClientId", "What the service is called there", "none"),
        new("oidcClientSecret", "Its secret there", "none") { IsSecret = true, MayStandInFile = true },
        new("oidcName", "How people know the provider", "single sign-on"),
        new("oidcRoleClaim", "The claim whose values give roles", "roles"),
        new("oidcRoles", "What they give, as billing=operator; it=installation; emea=viewer@ORG", "nothing: nobody is let in by them"),
    ];

    /// <summary>As they may be written, those that name files included.</summary>
    private static IEnumerable<string> Names =>
        All.SelectMany(setting => setting.MayStandInFile ? (string[])[setting.Name, FileOf(setting.Name)] : [setting.Name]);

    /// <summary>The setting that names a file which holds the value of another one.</summary>
    public static string FileOf(string name) => name + "File";

    /// <summary>One sentence about a name that nothing reads; null for every other.</summary>
    /// <param name="path">As .NET writes it: parts joined by colons.</param>
    public static string? Problem(string path)
    {
        if (Names.Contains(path, StringComparer.OrdinalIgnoreCase) || IsInSection(path))
        {
            return null;
        }

        var near = NearNames.Of(path.ToLowerInvariant(), Names, (from, to) => NearNames.Distance(from, to.ToLowerInvariant()));
        return near.IsEmpty ? $"There is no setting {path}: cpqbilling settings lists them." : $"There is no setting {path}. Did you mean {near[0]}?";
    }

    public static bool IsInSection(string path) => Sections.Contains(path.Split(':')[0], StringComparer.OrdinalIgnoreCase);
}
