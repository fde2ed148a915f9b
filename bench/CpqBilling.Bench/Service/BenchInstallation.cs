using System.Text.Json;
using CpqBilling.Engine.Configurations;
using CpqBilling.Engine.Installations;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Rows;
using CpqBilling.Stripe;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Bench.Service;

/// <summary>An installation in a folder of its own, connected to both sandboxes.</summary>
internal sealed class BenchInstallation : IDisposable
{
    public const string StripeKey = "sk_test_bench";

    /// <summary>Without a card, customers get invoices.</summary>
    private const string Configuration = """
        {
          "settings": { "syncEnabled": true },
          "fieldDefaults": {
            "subscription_schedule": {
              "default_settings.collection_method": "send_invoice",
              "default_settings.invoice_settings.days_until_due": "Net 30"
            }
          }
        }
        """;
    private readonly Installation _installation;

    private BenchInstallation(Installation installation) => _installation = installation;

    public string Folder => _installation.Folder.FullPath;

    public static async Task<BenchInstallation> ConnectAsync(Uri salesforce, Uri stripe)
    {
        var folder = Directory.CreateTempSubdirectory("drain-").FullName;
        var installation = await Installation.OpenAsync(new InstallationOptions(folder), CancellationToken.None);
        var connection = new SalesforceConnection
        {
            InstanceUrl = salesforce,
            Auth = new SalesforceAuth.ClientCredentials("sandbox-client", "sandbox-secret"),
        };
        var account = new StripeConnection(StripeKey, stripe.ToString());
        var now = SystemClock.Instance.GetCurrentInstant();
        using var session = new SalesforceSession(SalesforceHttp.CreateClient(), connection);
        var org = Works(await ConnectionChecks.TrySalesforceAsync(session, null, CancellationToken.None));
        var described = Works(await ConnectionChecks.TryStripeAsync(new StripeGateway(account), CancellationToken.None));
        await installation.Connections.SaveSalesforceAsync(org, connection, now, CancellationToken.None);
        await installation.Connections.SaveStripeAsync(
            org.Id,
            new StripeAccountConnection(described, IsPrimary: true, account, []),
            now,
            CancellationToken.None
        );
        var draft = new ConfigurationDraft(org.Id, JsonDocument.Parse(Configuration).RootElement, 0, "bench", now);
        await new ConfigurationKeeper(installation.Database).SaveAsync(draft, null, CancellationToken.None);
        return new BenchInstallation(installation);
    }

    public async Task<int> BilledAsync()
    {
        await using var db = _installation.Database.CreateDbContext();
        return await db.ListedOrders.CountAsync(row => row.State == OrderState.Done);
    }

    /// <summary>Requests to Salesforce and to Stripe that the runs counted.</summary>
    public async Task<(int Salesforce, int Stripe, int NotSucceeded)> CallsAsync()
    {
        await using var db = _installation.Database.CreateDbContext();
        return (
            await db.SyncRuns.SumAsync(run => run.SalesforceCalls),
            await db.SyncRuns.SumAsync(run => run.StripeCalls),
            await db.SyncRuns.CountAsync(run => run.Outcome != RunOutcome.Succeeded)
        );
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }

    private static T Works<T>(ConnectionTrial<T> trial) =>
        trial is ConnectionTrial<T>.Works works ? works.Value : throw new InvalidOperationException($"{trial}");
}
