using System.CommandLine;
using System.CommandLine.Parsing;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Installations;
using CpqBilling.Salesforce;
using NodaTime;

namespace CpqBilling.Cli.Commands;

/// <summary><c>connect salesforce URL</c>: signs in by one of three flows and keeps the connection.</summary>
internal static class ConnectSalesforce
{
    private const string Jwt = "jwt";
    private const string Web = "web";
    private const string Client = "client-credentials";

    private static readonly Argument<string> Url = new Argument<string>("URL")
    {
        Description = "The org's My Domain, https://….my.salesforce.com.",
    }.AsAddress();
    private static readonly Option<string?> Flow = new("--flow")
    {
        Description = $"How to sign in: {Jwt} (a certificate), {Web} (a browser), {Client} (a secret).",
    };
    private static readonly Option<string?> ClientId = new("--client-id") { Description = "Consumer key of the external client app." };
    private static readonly Option<string?> SecretFile = new Option<string?>("--client-secret-file")
    {
        Description = "File with the app's secret, - for standard input; CPQBILLING_CLIENT_SECRET or a question without it.",
    }.AsExistingFile(allowsInput: true);
    private static readonly Option<string?> Username = new("--username") { Description = $"User to sign in as ({Jwt})." };
    private static readonly Option<string?> KeyFile = new Option<string?>("--key-file")
    {
        Description = $"Private key, PEM ({Jwt}); `connect certificate` makes one.",
    }.AsExistingFile(allowsInput: true);
    private static readonly Option<int> Port = new Option<int>("--port")
    {
        Description = $"Loopback port of the callback http://localhost:PORT/callback ({Web}).",
        DefaultValueFactory = _ => 1717,
    }.AsPort(allowsFree: false);
    private static readonly Option<string?> Namespace = new("--namespace") { Description = "Namespace of our package in the org, where it has one." };

    private static readonly Option<string?> Events = new Option<string?>("--events")
    {
        Description =
            "Whether the org tells by itself what changes: on (Salesforce's Pub/Sub API), off (it is only polled), or an address. As before without it, and on for a new org.",
    }.AsEvents();

    private static readonly SecretInput Secret = new("The client secret", "CPQBILLING_CLIENT_SECRET", SecretFile.Name);
    private static readonly SecretInput Key = new("The private key", "CPQBILLING_PRIVATE_KEY", KeyFile.Name);

    public static Command Create()
    {
        Flow.AcceptOnlyFromAmong(Jwt, Web, Client);
        var command = new Command("salesforce", "Connect an org; signing in again renews its connection.")
        {
            Url,
            Flow,
            ClientId,
            SecretFile,
            Username,
            KeyFile,
            Port,
            Namespace,
            Events,
            InstallationCommandOptions.Data,
            InstallationCommandOptions.Database,
        };
        command.Excludes(KeyFile, SecretFile).Excludes(Port, Username, KeyFile);
        command.Validators.Add(RefuseOptionsOfOtherFlows);
        command.SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    /// <summary>An option that the chosen flow does not read would be ignored in silence.</summary>
    private static void RefuseOptionsOfOtherFlows(CommandResult result)
    {
        Option[] unread = result.GetResult(Flow) is { Implicit: false, Tokens: [{ Value: var flow }] }
            ? flow switch
            {
                Jwt => [SecretFile, Port],
                Web => [Username, KeyFile],
                Client => [Username, KeyFile, Port],
                _ => [],
            }
            : [];
        foreach (var option in unread.Where(option => Rules.IsGiven(result, option)))
        {
            result.AddError($"{option.Name} means nothing with {Flow.Name} {result.GetValue(Flow)}.");
        }
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var address = OrgOptions.Address(result.GetValue(Url)!, "the org");
        using var http = SalesforceHttp.CreateClient();
        var clock = await SandboxClock.FindAsync(http, address, cancellation);
        var connection = new SalesforceConnection
        {
            InstanceUrl = address,
            Auth = await AuthAsync(result, address, clock is not null, http, cancellation),
            Namespace = result.GetValue(Namespace) ?? "",
        };
        var org = await TryAsync(http, connection, clock, cancellation);
        var installation = await Installation.OpenAsync(InstallationCommandOptions.Configuration(result).Installation, cancellation);
        var known = (await installation.Connections.ListAsync(cancellation)).FirstOrDefault(other => other.Org.Id == org.Id);
        connection = connection with { EventsUrl = EventAddress.Of(result.GetValue(Events), connection, known?.Salesforce) };
        await installation.Connections.SaveSalesforceAsync(org, connection, SystemClock.Instance.GetCurrentInstant(), cancellation);
        await result.InvocationConfiguration.Output.WriteLineAsync(
            $"Connected {org.Name} ({org.Id}){(org.IsSandbox ? ", a sandbox" : "")}. Kept in {installation.Folder.FullPath}."
        );
        return 0;
    }

    private static async Task<OrgDescription> TryAsync(HttpClient http, SalesforceConnection connection, Uri? clock, CancellationToken cancellation)
    {
        using var session = new SalesforceSession(http, connection);
        return await ConnectionChecks.TrySalesforceAsync(session, clock, cancellation) switch
        {
            ConnectionTrial<OrgDescription>.Works works => works.Value,
            ConnectionTrial<OrgDescription>.Refused refused => throw new CommandException(ErrorText.Of(refused.Error)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <param name="isOurSandbox">It has a client everybody knows.</param>
    private static async Task<SalesforceAuth> AuthAsync(
        ParseResult result,
        Uri address,
        bool isOurSandbox,
        HttpClient http,
        CancellationToken cancellation
    )
    {
        var isKnown = isOurSandbox && result.GetValue(ClientId) is null;
        var clientId =
            result.GetValue(ClientId)
            ?? (isOurSandbox ? Sandboxes.ClientId : throw new UsageException("Name the external client app: --client-id, its consumer key."));
        switch (result.GetValue(Flow) ?? (isOurSandbox ? Client : null))
        {
            case Client:
                return new SalesforceAuth.ClientCredentials(clientId, isKnown ? Sandboxes.ClientSecret : Secret.Read(result.GetValue(SecretFile)));
            case Jwt:
                var username = result.GetValue(Username) ?? throw new UsageException("Name the user to sign in as: --username.");
                return new SalesforceAuth.JwtBearer(clientId, username, Key.Read(result.GetValue(KeyFile)));
            case Web:
                var secret = result.GetValue(SecretFile) is { } file ? Secret.Read(file) : Environment.GetEnvironmentVariable(Secret.Variable);
                var login = new WebServerLogin(
                    address,
                    clientId,
                    secret,
                    new Uri($"http://localhost:{result.GetValue(Port)}{BrowserLogin.CallbackPath}")
                );
                return await BrowserLogin.SignInAsync(login, http, result.InvocationConfiguration.Output, cancellation);
            default:
                throw new UsageException($"Say how to sign in: --flow {Jwt}, {Web} or {Client}.");
        }
    }
}
