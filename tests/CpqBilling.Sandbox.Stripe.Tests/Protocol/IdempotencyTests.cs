using System.Net;
using System.Net.Http.Json;

namespace CpqBilling.Sandbox.Stripe.Tests.Protocol;

/// <summary>P10 to P14 and P17: one effect per idempotency key.</summary>
[Collection(SandboxTests.Name)]
public sealed class IdempotencyTests(SandboxFixture fixture)
{
    [Fact]
    public async Task P10_TheSameRequestAgain_IsReplayed()
    {
        using var world = await World.StartAsync(fixture);
        var form = await world.ExpandAsync($"customer={world.Customer}&start_date=now&phases[0][items][0][price]={{M100}}");
        var first = await world.Api.SendAsync(HttpMethod.Post, "/v1/subscription_schedules", form, "key-1");
        var second = await world.Api.SendAsync(HttpMethod.Post, "/v1/subscription_schedules", form, "key-1");
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal(first.Body.ToJsonString(), second.Body.ToJsonString());
        Assert.Equal("true", second.Headers["Idempotent-Replayed"]);
        Assert.Equal(first.Headers["Request-Id"], second.Headers["Original-Request"]);
        Assert.NotEqual(first.Headers["Request-Id"], second.Headers["Request-Id"]);
        Assert.Single(await world.EventsAsync("subscription_schedule.created"));
    }

    [Fact]
    public async Task P11_TheSameKeyForAnotherBody_IsRefused()
    {
        using var api = fixture.NewAccount();
        await api.SendAsync(HttpMethod.Post, "/v1/customers", "name=A", "key");
        var refusal = Api.Refused(await api.SendAsync(HttpMethod.Post, "/v1/customers", "name=B", "key"));
        Assert.Equal((400, "idempotency_error", null), (refusal.Status, refusal.Type, refusal.Code));
        Assert.Contains("Keys for idempotent requests can only be used with the same parameters they were first used with.", refusal.Message);
    }

    [Fact]
    public async Task P12_ParallelRequestsWithOneKey_MakeOneObject()
    {
        using var api = fixture.NewAccount();
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.SendAsync(HttpMethod.Post, "/v1/customers", "name=A", "key")));
        Assert.All(replies, reply => Assert.True(reply.Status is HttpStatusCode.OK or HttpStatusCode.Conflict));
        Assert.Contains(replies, reply => reply.Status == HttpStatusCode.OK);
        Assert.Single((await api.GetAsync("/v1/customers"))["data"]!.AsArray());
    }

    [Fact]
    public async Task P13_AfterADay_TheKeyIsNew()
    {
        await using var sandbox = await StripeSandbox.StartAsync(new StripeSandboxOptions(), TestContext.Current.CancellationToken);
        using var api = new Api(sandbox.Address, "sk_test_one");
        using var control = new HttpClient { BaseAddress = sandbox.Address };
        var first = await api.SendAsync(HttpMethod.Post, "/v1/customers", "name=A", "key");
        await control.PostAsJsonAsync("/_sandbox/wall_clock", new { offsetSeconds = 86_401 }, TestContext.Current.CancellationToken);
        var second = await api.SendAsync(HttpMethod.Post, "/v1/customers", "name=B", "key");
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.NotEqual((string?)first.Body["id"], (string?)second.Body["id"]);
    }

    [Fact]
    public async Task P14_WhatTheFormCheckRefuses_IsNotStored()
    {
        using var api = fixture.NewAccount();
        Assert.Equal(400, (int)(await api.SendAsync(HttpMethod.Post, "/v1/products", "nam=A", "key")).Status);
        Assert.Equal(200, (int)(await api.SendAsync(HttpMethod.Post, "/v1/products", "name=A", "key")).Status);
    }

    [Fact]
    public async Task WhatTheEndpointRefuses_IsStored()
    {
        using var api = fixture.NewAccount();
        var first = await api.SendAsync(HttpMethod.Post, "/v1/prices/price_none", "active=false", "key");
        var second = await api.SendAsync(HttpMethod.Post, "/v1/prices/price_none", "active=false", "key");
        Assert.Equal((404, 404), ((int)first.Status, (int)second.Status));
        Assert.Equal("true", second.Headers["Idempotent-Replayed"]);
    }

    [Fact]
    public async Task EventsOfARequest_NameItAndItsKey()
    {
        using var api = fixture.NewAccount();
        var reply = await api.SendAsync(HttpMethod.Post, "/v1/customers", "name=A", "key");
        var cause = (await api.GetAsync("/v1/events"))["data"]![0]!["request"]!;
        Assert.Equal((reply.Headers["Request-Id"], "key"), ((string?)cause["id"], (string?)cause["idempotency_key"]));
    }
}
