using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Xunit;

namespace CpqBilling.EndToEnd;

/// <summary>Killed again and again in the middle of its plans, the program bills every order once (docs/rules/plan.md 11).</summary>
public sealed class KilledDemoTests : IDisposable
{
    /// <summary>Killed as soon as that many requests to Stripe have been answered and another is on its way.</summary>
    private static readonly int[] KilledAfter = [0, 2, 5, 9, 16, 24, 30, 38];
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly string _folder = Directory.CreateTempSubdirectory("cpqbilling-killed-").FullName;
    private readonly HttpClient _http = new();

    [Fact]
    public async Task KilledInTheMiddleOfPlans_EveryOrderIsBilledOnce()
    {
        foreach (var answered in KilledAfter)
        {
            await using var killed = DemoProcess.Begin(_folder);
            await UnderWayAsync(killed, answered);
            await killed.KillAsync();
        }

        await using var demo = await DemoProcess.Begin(_folder).ServingAsync();

        Assert.Equal(
            [("Woodgrove Bank", "rejected")],
            demo.Document.GetProperty("orders").EnumerateArray().Select(Fate).Where(order => order.Status != "synced")
        );
        _http.BaseAddress = demo.Stripe;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sk_test_sandbox");
        Assert.Empty(await TwiceAsync("customers", "salesforce_account_id"));
        Assert.Empty(await TwiceAsync("products", "salesforce_product2_id"));
        Assert.Empty(await TwiceAsync("subscription_schedules", "salesforce_order_id"));
        Assert.Empty(await TwiceAsync("invoiceitems", "salesforce_order_item_id"));
        Assert.Empty(await TwiceAsync("coupons", "salesforce_order_stripe_coupon_id"));
        Assert.Empty(await TwiceAsync("prices?active=true", "salesforce_pricebook_entry_id"));
        Assert.Empty(await TwiceAsync("invoices", "salesforce_order_id"));
        Assert.DoesNotContain(await ListAsync("prices?active=true"), price => Mark(price, "salesforce_auto_archive") is not null);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Returns in the middle of a plan, or when the process has nothing left to do.</summary>
    private async Task UnderWayAsync(DemoProcess process, int answered)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!process.HasExited && await look.WaitForNextTickAsync(Cancellation))
        {
            var (done, open) = Progress();
            if ((done >= answered && open > 0) || done > KilledAfter[^1])
            {
                return;
            }
        }
    }

    /// <summary>Steps with an answer, and steps of runs that are not over.</summary>
    private (long Done, long Open) Progress()
    {
        try
        {
            using var database = new SqliteConnection($"Data Source={Path.Combine(_folder, "cpqbilling.db")};Mode=ReadOnly");
            database.Open();
            return (Count(database, "result_id IS NOT NULL"), Count(database, "result_id IS NULL"));
        }
        catch (SqliteException)
        {
            // The file or its tables are not there yet.
            return (0, 0);
        }
    }

    private static long Count(SqliteConnection database, string condition)
    {
        using var command = database.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM plan_steps WHERE {condition}";
        return (long)command.ExecuteScalar()!;
    }

    private static (string Customer, string Status) Fate(JsonElement order) =>
        (order.GetProperty("customer").GetString()!, order.GetProperty("status").GetString()!);

    /// <summary>Records that more than one object of a kind stands for.</summary>
    private async Task<IEnumerable<string>> TwiceAsync(string list, string mark)
    {
        var marked = (await ListAsync(list)).Select(item => Mark(item, mark)).OfType<string>().ToList();
        Assert.NotEmpty(marked);
        return marked.GroupBy(record => record).Where(group => group.Count() > 1).Select(group => group.Key);
    }

    private async Task<List<JsonElement>> ListAsync(string list)
    {
        var path = $"/v1/{list}{(list.Contains('?') ? '&' : '?')}limit=100";
        var page = JsonDocument.Parse(await _http.GetStringAsync(path, Cancellation)).RootElement;
        Assert.False(page.GetProperty("has_more").GetBoolean());
        return [.. page.GetProperty("data").EnumerateArray()];
    }

    private static string? Mark(JsonElement item, string mark) =>
        item.GetProperty("metadata").TryGetProperty(mark, out var value) ? value.GetString() : null;
}
