using System.CommandLine;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Installations;
using CpqBilling.Stripe;
using NodaTime;

namespace CpqBilling.Cli.Commands;

/// <summary><c>connect stripe</c>: keeps a key of a Stripe account for an org.</summary>
internal static class ConnectStripe
{
    private static readonly Option<string?> Org = new("--org") { Description = "The org that bills through it, where several are connected." };
    private static readonly Option<string?> KeyFile = new Option<string?>("--key-file")
    {
        Description = "File with a restricted key, - for standard input; CPQBILLING_STRIPE_KEY or a question without it.",
    }.AsExistingFile(allowsInput: true);
    private static readonly Option<string?> Url = new Option<string?>("--stripe-url")
    {
        Description = "Address of a Stripe sandbox; Stripe itself without it.",
    }.AsAddress();
    private static readonly Option<bool> Primary = new("--primary")
    {
        Description = "Its ids stand in Salesforce, in place of those of the account that was connected first.",
    };
    private static readonly Option<bool> AllowLive = new("--bill-live-from-sandbox")
    {
        Description = "Yes: orders of a Salesforce sandbox shall be billed to a live Stripe account.",
    };
    private static readonly SecretInput Key = new("The Stripe key", "CPQBILLING_STRIPE_KEY", KeyFile.Name);

    public static Command Create()
    {
        var command = new Command("stripe", "Connect a Stripe account; a new key replaces the former.")
        {
            Org,
            KeyFile,
            Url,
            Primary,
            AllowLive,
            InstallationCommandOptions.Data,
            InstallationCommandOptions.Database,
        };
        command.SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var installation = await Installation.OpenAsync(InstallationCommandOptions.Configuration(result).Installation, cancellation);
        var org = (await InstalledOrg.FindAsync(installation, result.GetValue(Org), cancellation)).Connection;
        var connection = Connection(result);
        var account = await ConnectionChecks.TryStripeAsync(new StripeGateway(connection), cancellation) switch
        {
            ConnectionTrial<StripeAccountDescription>.Works works => works.Value,
            ConnectionTrial<StripeAccountDescription>.Refused refused => throw new CommandException(ErrorText.Of(refused.Error)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (org.Org.IsSandbox && account.IsLive && !result.GetValue(AllowLive))
        {
            throw new CommandException(
                $"{org.Org.Name} is a Salesforce sandbox and {account.Id} bills real customers. If that is meant, say so with {AllowLive.Name}."
            );
        }

        var former = org.Accounts.FirstOrDefault(known => known.Account.Id == account.Id);
        var kept = new StripeAccountConnection(account, result.GetValue(Primary), connection, former?.WebhookSecrets ?? []);
        await installation.Connections.SaveStripeAsync(org.Org.Id, kept, SystemClock.Instance.GetCurrentInstant(), cancellation);
        await result.InvocationConfiguration.Output.WriteLineAsync(
            $"Connected {account.Name} ({account.Id}, {(account.IsLive ? "LIVE" : "test")}) to {org.Org.Name}. Kept in {installation.Folder.FullPath}."
        );
        return 0;
    }

    private static StripeConnection Connection(ParseResult result)
    {
        if (result.GetValue(Url) is not { } text)
        {
            return new StripeConnection(Key.Read(result.GetValue(KeyFile)));
        }

        var address = OrgOptions.Address(text, Url.Name);
        var key = result.GetValue(KeyFile) is null && address.IsLoopback ? Sandboxes.StripeKey : Key.Read(result.GetValue(KeyFile));
        return new StripeConnection(key, address.ToString());
    }
}
