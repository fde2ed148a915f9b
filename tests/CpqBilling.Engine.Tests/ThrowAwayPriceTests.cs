using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Engine.Sync;
using CpqBilling.Stripe;
using NodaTime;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>Throw-away prices are archived once a schedule holds them; what needs such a price later needs another.</summary>
public sealed class ThrowAwayPriceTests
{
    [Fact]
    public async Task ScheduleLostTheAmendment_PutBackWithinADay_ItsPricesAreMadeAnew()
    {
        await using var billing = await TestBilling.StartAsync("2025-12-20T00:00:00Z", new BillingSettings { OnDrift = DriftRule.Overwrite });
        await billing.LoadAsync(Contracts.Annual());
        await billing.SyncAsync("Order#1");
        await billing.LoadAsync(Contracts.Amendment());
        Assert.Equal(SyncOutcome.Synced, (await billing.SyncAsync("Order#2")).Outcome);
        await CutToOnePhaseAsync(billing);
        await billing.MoveToAsync("2025-12-20T01:00:00Z");

        var report = await billing.SyncAsync("Order#2");

        Assert.True(report.Outcome == SyncOutcome.Synced, string.Join("; ", report.Errors.Select(error => error.Message)));
        var schedule = Assert.Single(await billing.ListAsync("/v1/subscription_schedules"));
        Assert.Equal(2, schedule.GetProperty("phases").GetArrayLength());
        Assert.Equal(2, schedule.GetProperty("phases")[1].GetProperty("items").GetArrayLength());
    }

    /// <summary>Somebody edits the schedule: the first phase goes on to the end, the amendment's is gone.</summary>
    private static async Task CutToOnePhaseAsync(TestBilling billing)
    {
        var schedule = Assert.Single(await billing.ListAsync("/v1/subscription_schedules"));
        var item = schedule.GetProperty("phases")[0].GetProperty("items")[0];
        var phase = new StripeMap()
            .Set("start_date", Instant.FromUtc(2026, 1, 1, 0, 0))
            .Set("end_date", Instant.FromUtc(2027, 1, 1, 0, 0))
            .Set("items", StripeList.Of([new StripeMap().Set("price", item.GetProperty("price").GetString()).Set("quantity", 1m)]));
        var path = $"/v1/subscription_schedules/{schedule.GetProperty("id").GetString()}";
        var body = new StripeMap().Set("phases", StripeList.Of([phase]));
        Assert.IsType<StripeAnswered>(await billing.Org.Stripe.SendAsync(StripeMethod.Post, path, body, "edited", CancellationToken.None));
    }
}
