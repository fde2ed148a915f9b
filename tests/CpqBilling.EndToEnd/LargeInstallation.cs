using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Service;
using CpqBilling.Salesforce;
using CpqBilling.Stripe;
using CpqBilling.Web.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using NodaTime;

namespace CpqBilling.EndToEnd;

/// <summary>A service in this process whose org has a hundred thousand orders. Order 00100000 is the newest; every fiftieth needs somebody.</summary>
internal sealed class LargeInstallation : IAsyncDisposable
{
    public const int Orders = 100_000;
    private const string OrgId = "00D000000000001EAA";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("large-");
    private BillingServer _server = null!;

    public Uri Address => _server.Addresses[0];

    public static async Task<LargeInstallation> StartAsync(CancellationToken cancellation)
    {
        var started = new LargeInstallation();
        var installation = await Installation.OpenAsync(new InstallationOptions(started._folder.FullName), cancellation);
        await ConnectAsync(installation, cancellation);
        await started.FillAsync(cancellation);
        var quiet = new ConfigurationBuilder().AddInMemoryCollection([new("Logging:LogLevel:Default", "Error")]).Build();
        var options = new ServerOptions("http://localhost:0", quiet) { LetsGuestsIn = true };
        started._server = await BillingServer.StartAsync(installation, options, WorkRhythm.Default, cancellation);
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    /// <summary>Neither side answers, and neither is asked: the org is paused.</summary>
    private static async Task ConnectAsync(Installation installation, CancellationToken cancellation)
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        var nowhere = new Uri("http://127.0.0.1:9");
        var salesforce = new SalesforceConnection { InstanceUrl = nowhere, Auth = new SalesforceAuth.ClientCredentials("client", "secret") };
        var org = new OrgDescription(OrgId, "Northwind", IsSandbox: true, IsMultiCurrency: false, "usd");
        await installation.Connections.SaveSalesforceAsync(org, salesforce, now, cancellation);
        await installation.Connections.SetSyncEnabledAsync(OrgId, false, cancellation);
        var account = new StripeAccountDescription("acct_large", "Northwind", IsLive: false);
        var stripe = new StripeAccountConnection(account, IsPrimary: true, new StripeConnection("sk_test_large", nowhere.ToString()), []);
        await installation.Connections.SaveStripeAsync(OrgId, stripe, now, cancellation);
    }

    private async Task FillAsync(CancellationToken cancellation)
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "cpqbilling.db")}");
        await database.OpenAsync(cancellation);
        await using var fill = database.CreateCommand();
        fill.CommandText = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $orders)
            INSERT INTO listed_orders (org_id, order_id, contract_key, number, account_name, kind, activated_at, state, error_code, sold, currency, next_invoice_on, changed_at)
            SELECT $org, printf('801%012dAAA', i), printf('801%012dAAA', i), printf('%08d', i), 'Account ' || (i % 700), 'First', 1700000000000 + i * 60000,
              CASE WHEN i % 50 = 0 THEN 'NeedsYou' ELSE 'Done' END, CASE WHEN i % 50 = 0 THEN 'SYNC-1018' END, 120000, 'usd', '2027-01-01', 1700000000000 + i * 60000
            FROM n
            """;
        fill.Parameters.AddWithValue("$org", OrgId);
        fill.Parameters.AddWithValue("$orders", Orders);
        await fill.ExecuteNonQueryAsync(cancellation);
    }
}
