namespace CpqBilling.Sandbox.Stripe.Tests.Protocol;

/// <summary>P29 to P31 and P34: rules of single objects.</summary>
[Collection(SandboxTests.Name)]
public sealed class ObjectRuleTests(SandboxFixture fixture)
{
    [Fact]
    public async Task P29_FinalInvoices()
    {
        using var api = fixture.NewAccount();
        var customer = (await api.PostAsync("/v1/customers", "email=a@example.com"))["id"];
        await api.PostAsync("/v1/invoiceitems", $"customer={customer}&amount=5000&currency=usd");
        var invoice = (
            await api.PostAsync(
                "/v1/invoices",
                $"customer={customer}&collection_method=send_invoice&days_until_due=30&pending_invoice_items_behavior=include"
            )
        )["id"];
        var final = await api.PostAsync($"/v1/invoices/{invoice}/finalize");
        Assert.Equal(("open", 5000L, "manual"), ((string?)final["status"], (long?)final["amount_due"], (string?)final["billing_reason"]));
        Assert.EndsWith("-0001", (string?)final["number"]);
        Assert.Contains(
            "Finalized invoices can't be updated in this way",
            (await api.RefusedAsync($"/v1/invoices/{invoice}", "description=x")).Message
        );
        Assert.Contains("already finalized", (await api.RefusedAsync($"/v1/invoices/{invoice}/finalize")).Message);
        await api.PostAsync($"/v1/invoices/{invoice}/pay", "paid_out_of_band=true");
        Assert.Equal("Invoice is already paid", (await api.RefusedAsync($"/v1/invoices/{invoice}/pay")).Message);
        Assert.Contains("This invoice isn't open", (await api.RefusedAsync($"/v1/invoices/{invoice}/void")).Message);
        Assert.Contains("You can only delete draft invoices.", (await api.DeleteRefusedAsync($"/v1/invoices/{invoice}")).Message);
    }

    [Fact]
    public async Task P30_AProductWithPrices_CannotBeDeleted()
    {
        using var api = fixture.NewAccount();
        await api.PostAsync("/v1/products", "id=with&name=a&default_price_data[currency]=usd&default_price_data[unit_amount]=100");
        await api.PostAsync("/v1/products", "id=without&name=b");
        Assert.Contains("user-created prices", (await api.DeleteRefusedAsync("/v1/products/with")).Message);
        Assert.True((bool?)(await api.DeleteAsync("/v1/products/without"))["deleted"]);
        Assert.Equal("resource_already_exists", (await api.RefusedAsync("/v1/products", "id=with&name=c")).Code);
    }

    [Fact]
    public async Task P31_LookupKeys()
    {
        using var world = await World.StartAsync(fixture);
        var product = await world.ProductAsync("p");
        var first = await world.PostAsync("/v1/prices", $"product={product}&currency=usd&unit_amount=1&lookup_key=gold");
        var clash = await world.RefusedAsync("/v1/prices", $"product={product}&currency=usd&unit_amount=2&lookup_key=gold");
        Assert.Equal(("lookup_key", $"A price (`{first["id"]}`) already uses that lookup key."), (clash.Param, clash.Message));
        var second = await world.PostAsync("/v1/prices", $"product={product}&currency=usd&unit_amount=2&lookup_key=gold&transfer_lookup_key=true");
        Assert.Equal("gold", (string?)second["lookup_key"]);
        var found = (await world.GetAsync("/v1/prices", "lookup_keys[]=gold"))["data"]!.AsArray().Single()!;
        Assert.Equal((string?)second["id"], (string?)found["id"]);
        first = await world.GetAsync($"/v1/prices/{first["id"]}");
        Assert.Null(first["lookup_key"]);
        Assert.True((bool?)first["active"]);
    }

    [Fact]
    public async Task P34_ASecondCurrency_IsRefused()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync("phases[0][items][0][price]={M10}");
        await world.DefineAsync("euro", "currency=eur&unit_amount=500&recurring[interval]=month");
        var refusal = await world.RefusedAsync("/v1/subscription_schedules", $"customer={world.Customer}&phases[0][items][0][price]={{euro}}");
        Assert.Contains("You cannot combine currencies on a single customer.", refusal.Message);
    }

    [Fact]
    public async Task UpdatesThatChangeNothing_TellNobody()
    {
        using var api = fixture.NewAccount();
        var id = (await api.PostAsync("/v1/customers", "name=A&metadata[a]=1"))["id"];
        await api.PostAsync($"/v1/customers/{id}", "name=A");
        Assert.Empty((await api.GetAsync("/v1/events", "type=customer.updated"))["data"]!.AsArray());
        await api.PostAsync($"/v1/customers/{id}", "name=B&metadata[a]=2&metadata[b]=3");
        var data = (await api.GetAsync("/v1/events", "type=customer.updated"))["data"]!.AsArray().Single()!["data"]!;
        Assert.Equal("{\"metadata\":{\"a\":\"1\",\"b\":null},\"name\":\"A\"}", data["previous_attributes"]!.ToJsonString());
    }

    [Fact]
    public async Task ADeletedCustomer_IsGoneForEverythingNew()
    {
        using var world = await World.StartAsync(fixture);
        await world.ScheduleAsync("phases[0][items][0][price]={M10}");
        await world.Api.DeleteAsync($"/v1/customers/{world.Customer}");
        Assert.True((bool?)(await world.CustomerAsync())["deleted"]);
        Assert.Equal(
            "resource_missing",
            (await world.RefusedAsync("/v1/subscription_schedules", $"customer={world.Customer}&phases[0][items][0][price]={{M10}}")).Code
        );
        Assert.Contains("customer.subscription.deleted", await world.EventsAsync());
    }
}
