namespace CpqBilling.Sandbox.Stripe.Tests.Protocol;

/// <summary>Numbers and times far outside of what anybody bills are refused; they never make the server fail or hang.</summary>
[Collection(SandboxTests.Name)]
public sealed class ExtremeValueTests(SandboxFixture fixture)
{
    [Theory]
    [InlineData("/v1/invoices", "limit=1000000000000000000", "limit")]
    [InlineData("/v1/customers/search", "query=name:\"a\"&limit=1000000000000000000", "limit")]
    [InlineData("/v1/invoices", "created[gte]=99999999999999", "created[gte]")]
    public async Task Queries(string path, string query, string param)
    {
        using var api = fixture.NewAccount();
        var refusal = await api.GetRefusedAsync(path, query);
        Assert.Equal((400, param), (refusal.Status, refusal.Param));
    }

    [Theory]
    [InlineData("/v1/test_helpers/test_clocks", "frozen_time=253402300799", "frozen_time")]
    [InlineData("/v1/test_helpers/test_clocks", "frozen_time=-1", "frozen_time")]
    [InlineData("/v1/invoiceitems", "customer={customer}&currency=usd&amount=1000000000000000", "amount")]
    [InlineData("/v1/invoices", "customer={customer}&collection_method=send_invoice&days_until_due=1000000000000000000", "days_until_due")]
    [InlineData("/v1/customers", "balance=1000000000000000000", "balance")]
    [InlineData("/v1/subscriptions", "customer={customer}&items[0][price]={M10}&items[0][quantity]=1000000000000000000", "items[0][quantity]")]
    [InlineData(
        "/v1/subscription_schedules",
        "customer={customer}&phases[0][items][0][price]={M10}&phases[0][duration][interval]=year&phases[0][duration][interval_count]=1000000000000000000",
        "phases[0][duration][interval_count]"
    )]
    public async Task Forms(string path, string form, string param)
    {
        using var world = await World.StartAsync(fixture);
        var refusal = await world.RefusedAsync(path, form.Replace("{customer}", world.Customer, StringComparison.Ordinal));
        Assert.Equal((400, param), (refusal.Status, refusal.Param));
    }

    [Theory]
    [InlineData("customer={customer}&phases[0][items][0][price]={M10}&phases[0][items][0][quantity]=999999999999999", "amount_too_large")]
    [InlineData(
        "customer={customer}&phases[0][items][0][price]={M10}&phases[0][duration][interval]=year&phases[0][duration][interval_count]=9000",
        null
    )]
    public async Task WhatTheyWouldComeTo(string form, string? code)
    {
        using var world = await World.StartAsync(fixture);
        var refusal = await world.RefusedAsync("/v1/subscription_schedules", form.Replace("{customer}", world.Customer, StringComparison.Ordinal));
        Assert.Equal((400, code), (refusal.Status, refusal.Code));
    }

    [Fact]
    public async Task SummariesOfALongSpan_ShowTheDaysWithUsage()
    {
        using var world = await World.StartAsync(fixture, "2026-01-10");
        var meter = await world.MeterAsync();
        await world.UseAsync(5, "2026-01-02");
        await world.UseAsync(7, "2026-01-02T23:59:59");
        await world.UseAsync(1, "2026-01-09");
        var summaries = await world.GetAsync(
            $"/v1/billing/meters/{meter}/event_summaries",
            $"customer={world.Customer}&start_time=0&end_time=9999999960&value_grouping_window=day"
        );
        Assert.Equal(
            ["2026-01-09 1", "2026-01-02 12"],
            summaries["data"]!.AsArray().Select(summary => $"{World.Day(summary!["start_time"])} {summary["aggregated_value"]}")
        );
    }
}
