namespace CpqBilling.Sandbox.Stripe.Tests.Protocol;

/// <summary>P22 and the checks every form goes through.</summary>
[Collection(SandboxTests.Name)]
public sealed class FormTests(SandboxFixture fixture)
{
    [Fact]
    public async Task P22_MetadataLimits()
    {
        using var api = fixture.NewAccount();
        var many = string.Join("&", Enumerable.Range(0, 51).Select(i => $"metadata[k{i}]=v"));
        Assert.Equal(400, (await api.RefusedAsync("/v1/customers", many)).Status);
        Assert.Equal(400, (await api.RefusedAsync("/v1/customers", $"metadata[{new string('k', 41)}]=v")).Status);
        var tooLong = await api.RefusedAsync("/v1/customers", $"metadata[k]={new string('v', 501)}");
        Assert.Equal((400, "metadata"), (tooLong.Status, tooLong.Param));
        Assert.Contains("Metadata values can have up to 500 characters, but you passed in a value that is 501 characters.", tooLong.Message);
        Assert.Equal(400, (await api.RefusedAsync("/v1/customers", "metadata[a][b=x")).Status);
        Assert.Equal(400, (await api.RefusedAsync("/v1/customers", "metadata[a[b]]=x")).Status);
    }

    [Fact]
    public async Task P22_MetadataMergesAndUnsets()
    {
        using var api = fixture.NewAccount();
        var id = (await api.PostAsync("/v1/customers", "metadata[a]=1&metadata[b]=2"))["id"];
        var merged = await api.PostAsync($"/v1/customers/{id}", "metadata[b]=&metadata[c]=3");
        Assert.Equal("{\"a\":\"1\",\"c\":\"3\"}", merged["metadata"]!.ToJsonString());
        Assert.Empty((await api.PostAsync($"/v1/customers/{id}", "metadata="))["metadata"]!.AsObject());
    }

    [Theory]
    [InlineData("/v1/products", "", "parameter_missing", "name")]
    [InlineData("/v1/products", "name=", "parameter_invalid_empty", "name")]
    [InlineData("/v1/products", "name=a&foo=1", "parameter_unknown", "foo")]
    [InlineData("/v1/products", "name=a&foo[bar]=1", "parameter_unknown", "foo")]
    [InlineData("/v1/products", "name=a&active=maybe", null, "active")]
    [InlineData("/v1/prices", "currency=usd&unit_amount=abc", "parameter_invalid_integer", "unit_amount")]
    [InlineData("/v1/prices", "currency=usd&unit_amount=-1", "parameter_invalid_integer", "unit_amount")]
    [InlineData("/v1/prices", "currency=usd&unit_amount=1&recurring[interval]=fortnight", null, "recurring[interval]")]
    [InlineData("/v1/prices", "currency=usd&recurring=month", null, "recurring")]
    [InlineData("/v1/prices", "currency=usd&unit_amount=1&recurring[interval_count]=2", "parameter_missing", "recurring[interval]")]
    [InlineData("/v1/prices", "currency=usd&unit_amount=1&tiers=x", null, "tiers")]
    [InlineData("/v1/prices", "currency=usd&product=p&unit_amount=1&unit_amount_decimal=1", null, "unit_amount")]
    [InlineData("/v1/prices", "currency=usd&unit_amount=1&product=none", "resource_missing", "product")]
    [InlineData("/v1/coupons", "percent_off=8.7999", null, "percent_off")]
    [InlineData("/v1/subscription_schedules", "customer=c&phases[0][items]=", "parameter_missing", "phases[0][items]")]
    [InlineData("/v1/test_helpers/test_clocks", "frozen_time=soon", null, "frozen_time")]
    public async Task WrongForms(string path, string form, string? code, string param)
    {
        using var api = fixture.NewAccount();
        var refusal = await api.RefusedAsync(path, form);
        Assert.Equal((400, "invalid_request_error", code, param), (refusal.Status, refusal.Type, refusal.Code, refusal.Param));
    }

    [Fact]
    public async Task SeveralUnknownParameters_AreListed()
    {
        using var api = fixture.NewAccount();
        var refusal = await api.RefusedAsync("/v1/customers", "foo=1&bar=2");
        Assert.Equal("Received unknown parameters: foo, bar", refusal.Message);
    }

    [Fact]
    public async Task ListsMayComeWithOrWithoutIndexes()
    {
        using var world = await World.StartAsync(fixture);
        var schedule = await world.PostAsync(
            "/v1/subscription_schedules",
            $"customer={world.Customer}&phases[][items][][price]={{M10}}&phases[][items][][quantity]=2&phases[][items][][price]={{M20}}&phases[][duration][interval]=month&expand%5B%5D=customer"
        );
        var items = schedule["phases"]![0]!["items"]!.AsArray();
        Assert.Equal([2L, 1L], items.Select(item => (long)item!["quantity"]!));
        Assert.Equal(world.Customer, (string?)schedule["customer"]!["id"]);
    }

    [Fact]
    public async Task UnknownAddress_IsNotFound()
    {
        using var api = fixture.NewAccount();
        var refusal = await api.GetRefusedAsync("/v1/invoices/upcoming/lines/foo");
        Assert.Equal(404, refusal.Status);
        Assert.StartsWith("Unrecognized request URL (GET: /v1/invoices/upcoming/lines/foo)", refusal.Message);
    }

    [Fact]
    public async Task UnknownVersion_IsRefused()
    {
        using var api = fixture.NewAccount();
        Assert.Contains("Invalid Stripe API version", (await api.RefusedAsync("/v1/customers", "", "2020-01-01")).Message);
    }

    [Fact]
    public async Task EveryAnswer_CarriesItsHeaders()
    {
        using var api = fixture.NewAccount();
        var reply = await api.SendAsync(HttpMethod.Post, "/v1/customers", "", "key-9", "2022-08-01");
        Assert.StartsWith("req_", reply.Headers["Request-Id"]);
        Assert.Equal("2022-08-01", reply.Headers["Stripe-Version"]);
        Assert.Equal("key-9", reply.Headers["Idempotency-Key"]);
    }
}
