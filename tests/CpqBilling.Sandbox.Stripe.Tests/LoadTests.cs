using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;

namespace CpqBilling.Sandbox.Stripe.Tests;

/// <summary>The sandbox must not be what makes a load test slow. The limits here are far above what it needs.</summary>
public sealed class LoadTests
{
    private const int Subscriptions = 1000;

    [Fact]
    public async Task AThousandSubscriptionsOverAYear_TakeSeconds()
    {
        await using var sandbox = await StripeSandbox.StartAsync(
            new StripeSandboxOptions { FrozenAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) },
            TestContext.Current.CancellationToken
        );
        using var api = new Api(sandbox.Address, "sk_test_load");
        using var control = new HttpClient { BaseAddress = sandbox.Address, Timeout = TimeSpan.FromMinutes(5) };
        await api.PostAsync("/v1/products", "id=p&name=Gold");
        var price = (await api.PostAsync("/v1/prices", "product=p&currency=usd&unit_amount=1000&recurring[interval]=month"))["id"];
        var creating = Stopwatch.StartNew();
        for (var i = 0; i < Subscriptions; i++)
        {
            var customer = (await api.PostAsync("/v1/customers", "email=a@example.com"))["id"];
            await api.PostAsync(
                "/v1/subscription_schedules",
                $"customer={customer}&start_date=now&default_settings[collection_method]=send_invoice&default_settings[invoice_settings][days_until_due]=30&phases[0][items][0][price]={price}&phases[0][duration][interval]=year&phases[0][duration][interval_count]=2"
            );
        }

        var created = creating.Elapsed;
        var (advancing, worked) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        using var reply = await control.PostAsJsonAsync(
            "/_sandbox/clock",
            new { frozenAt = "2026-12-31T00:00:00Z" },
            TestContext.Current.CancellationToken
        );
        Assert.True(reply.IsSuccessStatusCode);
        var advanced = advancing.Elapsed;
        worked = Environment.CpuUsage.TotalTime - worked;
        var customers = await api.GetAsync("/v1/customers", "limit=1");
        var invoices = await api.GetAsync("/v1/invoices", $"customer={customers["data"]![0]!["id"]}&limit=100");
        Assert.Equal(12, invoices["data"]!.AsArray().Count);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"created {2 * Subscriptions / created.TotalSeconds:0} requests/s, advanced {Subscriptions} subscriptions by a year in {advanced.TotalSeconds:0.0} s"
        );
        // On a busy machine time passes without work; the work of tests beside this one only makes the other number larger.
        Assert.True(advanced < TimeSpan.FromSeconds(60) || worked < TimeSpan.FromSeconds(60), $"{advanced} by the clock, {worked} of work");
    }
}
