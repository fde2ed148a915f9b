namespace CpqBilling.Sandbox.Stripe.Tests.Protocol;

/// <summary>What the service knows and the sandbox does not keep is refused in the sandbox's own words, and nothing is made.</summary>
[Collection(SandboxTests.Name)]
public sealed class UnkeptParameterTests(SandboxFixture fixture)
{
    private const string Items = "items[0][price]={M10}&collection_method=send_invoice&days_until_due=1";

    [Theory]
    [InlineData("subscriptions", Items, "automatic_tax[enabled]=true", "automatic_tax")]
    [InlineData("subscriptions", Items, "default_tax_rates[0]=txr_1", "default_tax_rates")]
    [InlineData("subscriptions", Items, "billing_thresholds[amount_gte]=100", "billing_thresholds")]
    [InlineData("subscriptions", Items, "pending_invoice_item_interval[interval]=month", "pending_invoice_item_interval")]
    [InlineData("subscriptions", Items, "billing_schedules[0][key]=a", "billing_schedules")]
    [InlineData("subscriptions", Items, "transfer_data[destination]=acct_1", "transfer_data")]
    [InlineData("subscriptions", Items, "on_behalf_of=acct_1", "on_behalf_of")]
    [InlineData("subscriptions", Items, "application_fee_percent=3", "application_fee_percent")]
    [InlineData("subscriptions", Items, "items[0][tax_rates][0]=txr_1", "items[0][tax_rates]")]
    [InlineData("invoices", "", "shipping_cost[shipping_rate]=shr_1", "shipping_cost")]
    [InlineData("invoices", "", "automatic_tax[enabled]=true", "automatic_tax")]
    [InlineData("invoices", "", "default_tax_rates[0]=txr_1", "default_tax_rates")]
    [InlineData("invoices", "", "from_invoice[action]=revision&from_invoice[invoice]=in_1", "from_invoice")]
    [InlineData("invoiceitems", "amount=1&currency=usd", "tax_rates[0]=txr_1", "tax_rates")]
    [InlineData("invoiceitems", "amount=1&currency=usd", "tax_code=txcd_1", "tax_code")]
    [InlineData("customers", "", "tax_id_data[0][type]=eu_vat&tax_id_data[0][value]=DE1", "tax_id_data")]
    [InlineData("customers", "", "source=tok_visa", "source")]
    [InlineData("payment_methods", "", "type=sepa_debit", "type")]
    public async Task IsRefusedAndNothingIsMade(string resource, string form, string extra, string param)
    {
        using var world = await World.StartAsync(fixture);
        var owner = resource is "customers" or "payment_methods" ? "" : $"customer={world.Customer}&";
        await world.ExpandAsync(form);
        var before = await world.EventsAsync();
        var refusal = await world.RefusedAsync($"/v1/{resource}", $"{owner}{(form.Length > 0 ? form + "&" : "")}{extra}");
        Assert.Equal((400, param), (refusal.Status, refusal.Param));
        Assert.EndsWith("is not kept by this sandbox.", refusal.Message);
        Assert.Equal(before, await world.EventsAsync());
    }

    [Theory]
    [InlineData("automatic_tax[enabled]=false")]
    [InlineData("default_tax_rates=")]
    public async Task WhatAsksForNothing_IsAccepted(string extra)
    {
        using var world = await World.StartAsync(fixture);
        Assert.Equal("active", (string?)(await world.PostAsync("/v1/subscriptions", $"customer={world.Customer}&{Items}&{extra}"))["status"]);
    }

    [Fact]
    public async Task WhatIsKept_IsShownAndObeyed()
    {
        using var world = await World.StartAsync(fixture);
        var product = await world.PostAsync(
            "/v1/products",
            "name=Box&package_dimensions[height]=1.5&package_dimensions[length]=2&package_dimensions[weight]=3&package_dimensions[width]=4"
        );
        Assert.Equal(1.5m, (decimal)product["package_dimensions"]!["height"]!);
        var subscription = await world.PostAsync(
            "/v1/subscriptions",
            $"customer={world.Customer}&items[0][price]={{M10}}&payment_behavior=default_incomplete&payment_settings[save_default_payment_method]=on_subscription"
        );
        Assert.Equal("on_subscription", (string?)subscription["payment_settings"]!["save_default_payment_method"]);
        await world.PostAsync($"/v1/invoices/{subscription["latest_invoice"]}/pay", "payment_method=pm_card_visa");
        var method = (await world.GetAsync("/v1/payment_methods", $"customer={world.Customer}"))["data"]![0]!["id"];
        Assert.Equal((string?)method, (string?)(await world.SubscriptionAsync())["default_payment_method"]);
    }
}
