using System.Net.Http.Json;

namespace CpqBilling.Sandbox.Stripe.Tests.Behaviour;

/// <summary>The control endpoints that tests of other parts rely on.</summary>
public sealed class ControlTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SettingTheClock_LetsWhatIsDueHappen()
    {
        await using var sandbox = await StripeSandbox.StartAsync(
            new StripeSandboxOptions { FrozenAt = DateTimeOffset.Parse("2023-08-01T00:00:00Z") },
            Cancellation
        );
        using var api = new Api(sandbox.Address, "sk_test_control");
        using var control = new HttpClient { BaseAddress = sandbox.Address };
        var customer = (await api.PostAsync("/v1/customers", "name=A"))["id"];
        await api.PostAsync("/v1/products", "id=p&name=Gold");
        var price = (await api.PostAsync("/v1/prices", "product=p&currency=usd&unit_amount=1000&recurring[interval]=month"))["id"];
        await api.PostAsync(
            "/v1/subscription_schedules",
            $"customer={customer}&start_date=now&default_settings[collection_method]=send_invoice&default_settings[invoice_settings][days_until_due]=30&phases[0][items][0][price]={price}&phases[0][duration][interval]=year"
        );
        using var set = await control.PostAsJsonAsync("/_sandbox/clock", new { frozenAt = "2023-10-15T00:00:00Z" }, Cancellation);
        Assert.True(set.IsSuccessStatusCode);
        var invoices = (await api.GetAsync("/v1/invoices"))["data"]!.AsArray();
        Assert.Equal(["2023-10-01", "2023-09-01", "2023-08-01"], invoices.Select(invoice => World.Day(invoice!["created"])));
        Assert.Equal("open", (string?)invoices[0]!["status"]);
        using var advance = await control.PostAsJsonAsync("/_sandbox/clock/advance", new { to = "2023-11-01T00:00:00Z" }, Cancellation);
        Assert.Equal(4, (await api.GetAsync("/v1/invoices"))["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task TheRequestLog_ShowsNestedParameters()
    {
        await using var sandbox = await StripeSandbox.StartAsync(new StripeSandboxOptions(), Cancellation);
        using var api = new Api(sandbox.Address, "sk_test_control");
        using var control = new HttpClient { BaseAddress = sandbox.Address };
        await api.SendAsync(HttpMethod.Post, "/v1/customers", "name=A+B&address[line1]=x&metadata[k]=v&preferred_locales[0]=de", "key-1");
        var entry = (await control.GetFromJsonAsync<JsonArray>("/_sandbox/requests", Cancellation))!.Single()!;
        Assert.Equal(
            ("POST", "/v1/customers", "key-1", 200),
            ((string?)entry["method"], (string?)entry["path"], (string?)entry["idempotencyKey"], (int)entry["status"]!)
        );
        Assert.Equal("""{"name":"A B","address":{"line1":"x"},"metadata":{"k":"v"},"preferred_locales":["de"]}""", entry["body"]!.ToJsonString());
        using var cleared = await control.DeleteAsync("/_sandbox/requests", Cancellation);
        Assert.Empty((await control.GetFromJsonAsync<JsonArray>("/_sandbox/requests", Cancellation))!);
    }

    [Fact]
    public async Task Reset_ForgetsEverything()
    {
        await using var sandbox = await StripeSandbox.StartAsync(new StripeSandboxOptions(), Cancellation);
        using var api = new Api(sandbox.Address, "sk_test_control");
        using var control = new HttpClient { BaseAddress = sandbox.Address };
        await api.PostAsync("/v1/customers", "name=A");
        using var reset = await control.PostAsync("/_sandbox/reset", null, Cancellation);
        Assert.Empty((await api.GetAsync("/v1/customers"))["data"]!.AsArray());
    }

    [Fact]
    public async Task WithoutControl_TheEndpointsDoNotExist()
    {
        await using var sandbox = await StripeSandbox.StartAsync(new StripeSandboxOptions { ControlApi = false }, Cancellation);
        using var control = new HttpClient { BaseAddress = sandbox.Address };
        using var reply = await control.GetAsync("/_sandbox/requests", Cancellation);
        Assert.False(reply.IsSuccessStatusCode);
    }
}
