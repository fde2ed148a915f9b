namespace CpqBilling.Sandbox.Stripe.Tests.Behaviour;

/// <summary>Paused collection: what becomes due meanwhile is kept back, written off or voided.</summary>
[Collection(SandboxTests.Name)]
public sealed class PauseTests(SandboxFixture fixture)
{
    [Theory]
    [InlineData("keep_as_draft", "draft")]
    [InlineData("mark_uncollectible", "uncollectible")]
    [InlineData("void", "void")]
    public async Task InvoicesOfAPause_FollowItsBehaviour(string behavior, string status)
    {
        using var world = await World.StartAsync(fixture);
        var subscription = await world.SubscribeAsync("items[0][price]={M100}");
        var paused = await world.PostAsync(
            $"/v1/subscriptions/{subscription["id"]}",
            $"pause_collection[behavior]={behavior}&pause_collection[resumes_at]=@2026-02-15"
        );
        Assert.Equal(World.At("2026-02-15"), (long)paused["pause_collection"]!["resumes_at"]!);
        await world.AdvanceAsync("2026-02-02");
        Assert.Equal(status, (string?)(await world.InvoicesAsync())[1]["status"]);
        await world.AdvanceAsync("2026-03-02");
        Assert.Null((await world.SubscriptionAsync())["pause_collection"]);
        Assert.Equal("open", (string?)(await world.InvoicesAsync())[2]["status"]);
        Assert.Equal("2026-01-01 10000, 2026-02-01 10000, 2026-03-01 10000", await world.BillsAsync());
    }

    [Fact]
    public async Task EndedByHand_CollectsAgain()
    {
        using var world = await World.StartAsync(fixture);
        var subscription = await world.SubscribeAsync("items[0][price]={M100}");
        await world.PostAsync($"/v1/subscriptions/{subscription["id"]}", "pause_collection[behavior]=void");
        await world.PostAsync($"/v1/subscriptions/{subscription["id"]}", "pause_collection=");
        await world.AdvanceAsync("2026-02-02");
        Assert.Equal("open", (string?)(await world.InvoicesAsync())[1]["status"]);
    }

    [Fact]
    public async Task UnknownBehaviour_IsRefused()
    {
        using var world = await World.StartAsync(fixture);
        var subscription = await world.SubscribeAsync("items[0][price]={M100}");
        var refusal = await world.RefusedAsync($"/v1/subscriptions/{subscription["id"]}", "pause_collection[behavior]=wait");
        Assert.Equal("pause_collection[behavior]", refusal.Param);
    }
}
