namespace CpqBilling.Sandbox.Stripe.Tests.Payments;

/// <summary>Cards are kept for later as the documented test cards say: at once, after their owner has authenticated them, or not at all.</summary>
[Collection(SandboxTests.Name)]
public sealed class SetupIntentTests(SandboxFixture fixture)
{
    [Fact]
    public async Task GoodCard_IsKeptAtOnce()
    {
        using var world = await World.StartAsync(fixture);
        var intent = await world.PostAsync("/v1/setup_intents", $"customer={world.Customer}&payment_method=pm_card_visa&confirm=true");
        Assert.Equal(("succeeded", "off_session"), ((string?)intent["status"], (string?)intent["usage"]));
        var kept = await world.GetAsync("/v1/payment_methods", $"customer={world.Customer}");
        Assert.Equal((string?)intent["payment_method"], (string?)kept["data"]![0]!["id"]);
        Assert.Superset(
            new HashSet<string> { "setup_intent.created", "payment_method.attached", "setup_intent.succeeded" },
            new HashSet<string>(await world.EventsAsync())
        );
    }

    [Fact]
    public async Task CardThatAsks_WaitsForItsOwner()
    {
        using var world = await World.StartAsync(fixture);
        var intent = await world.PostAsync(
            "/v1/setup_intents",
            $"customer={world.Customer}&payment_method=pm_card_authenticationRequired&confirm=true"
        );
        Assert.Equal(("requires_action", "redirect_to_url"), ((string?)intent["status"], (string?)intent["next_action"]!["type"]));
        Assert.Equal("succeeded", (string?)(await world.PostAsync($"/v1/setup_intents/{intent["id"]}/confirm"))["status"]);
        Assert.Equal(
            "setup_intent_unexpected_state",
            (await world.RefusedAsync($"/v1/setup_intents/{intent["id"]}/cancel", "cancellation_reason=abandoned")).Code
        );
    }

    [Fact]
    public async Task DecliningCard_IsNotKept()
    {
        using var world = await World.StartAsync(fixture);
        var intent = (string)(await world.PostAsync("/v1/setup_intents", $"customer={world.Customer}&usage=on_session"))["id"]!;
        Assert.Equal((400, "setup_intent_unexpected_state"), Known(await world.RefusedAsync($"/v1/setup_intents/{intent}/confirm", "")));
        Assert.Equal(
            (402, "card_declined"),
            Known(await world.RefusedAsync($"/v1/setup_intents/{intent}/confirm", "payment_method=pm_card_visa_chargeDeclined"))
        );
        var failed = await world.GetAsync($"/v1/setup_intents/{intent}");
        Assert.Equal(
            ("requires_payment_method", "generic_decline"),
            ((string?)failed["status"], (string?)failed["last_setup_error"]!["decline_code"])
        );
        Assert.Empty((await world.GetAsync("/v1/payment_methods", $"customer={world.Customer}"))["data"]!.AsArray());
        Assert.Equal("canceled", (string?)(await world.PostAsync($"/v1/setup_intents/{intent}/cancel"))["status"]);
    }

    private static (int Status, string? Code) Known(ApiRefusal refusal) => (refusal.Status, refusal.Code);
}
