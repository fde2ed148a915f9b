using CpqBilling.Sandbox.Stripe.Tests.Faults;
using StripeNet = global::Stripe;

namespace CpqBilling.Sandbox.Stripe.Tests.Webhooks;

public sealed class WebhookTests
{
    private static Task<StripeNet.WebhookEndpoint> ListenAsync(Bench bench, Receiver receiver, params string[] events) =>
        bench.Client.V1.WebhookEndpoints.CreateAsync(
            new StripeNet.WebhookEndpointCreateOptions { Url = receiver.Url, EnabledEvents = [.. events.Length == 0 ? ["*"] : events] },
            cancellationToken: Bench.Cancellation
        );

    private static Task<System.Text.Json.Nodes.JsonNode> CreateCustomerAsync(Bench bench, string name) =>
        bench.PostJsonAsync("/v1/customers", $"name={name}");

    private static StripeNet.Event Read(Delivery delivery, string secret) =>
        StripeNet.EventUtility.ConstructEvent(delivery.Body, delivery.Signature, secret);

    private static string NameIn(Delivery delivery) => (string)System.Text.Json.Nodes.JsonNode.Parse(delivery.Body)!["data"]!["object"]!["name"]!;

    [Fact]
    public async Task Event_ArrivesSignedWithRealTimeWhateverTheClockSays()
    {
        await using var bench = await Bench.StartAsync(new StripeSandboxOptions { FrozenAt = DateTimeOffset.Parse("2031-01-01T00:00:00Z") });
        await using var receiver = await Receiver.StartAsync();
        var endpoint = await ListenAsync(bench, receiver);
        await CreateCustomerAsync(bench, "Acme");
        var delivery = await receiver.NextAsync();
        var happened = Read(delivery, endpoint.Secret);
        Assert.Equal("customer.created", happened.Type);
        Assert.Equal(2031, happened.Created.Year);
        Assert.Equal("Acme", ((StripeNet.Customer)happened.Data.Object).Name);
        Assert.Equal(1, happened.PendingWebhooks);
        Assert.Equal("application/json; charset=utf-8", delivery.ContentType);
        Assert.StartsWith("Stripe/1.0", delivery.UserAgent);
        Assert.Throws<StripeNet.StripeException>(() => Read(delivery, "whsec_other"));
        await bench.ControlAsync("webhooks/settle", new { });
        Assert.Equal(0, (int)(await bench.GetAsync($"/v1/events/{happened.Id}"))["pending_webhooks"]!);
    }

    [Fact]
    public async Task OldSignature_IsRefusedByTheClient()
    {
        await using var bench = await Bench.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        var endpoint = await ListenAsync(bench, receiver);
        await bench.ControlAsync("webhooks", new { signatureOffsetSeconds = -400 });
        await CreateCustomerAsync(bench, "Acme");
        var delivery = await receiver.NextAsync();
        Assert.Contains("tolerance", Assert.Throws<StripeNet.StripeException>(() => Read(delivery, endpoint.Secret)).Message);
    }

    [Fact]
    public async Task EndpointOfAnotherRelease_EventIsRefusedByTheClient()
    {
        await using var bench = await Bench.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        var form = $"url={receiver.Url}&enabled_events[0]=customer.created&api_version=2026-07-29.dahlia";
        var secret = (string)(await bench.PostJsonAsync("/v1/webhook_endpoints", form))["secret"]!;
        await CreateCustomerAsync(bench, "Acme");
        var delivery = await receiver.NextAsync();
        Assert.Throws<StripeNet.StripeException>(() => Read(delivery, secret));
    }

    [Fact]
    public async Task SecretRolledOver_BothSecretsVerifyUntilTheOldOneEnds()
    {
        await using var bench = await Bench.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        var endpoint = await ListenAsync(bench, receiver);
        var rolled = (string)(await bench.ControlAsync("webhooks/roll_secret", new { endpoint = endpoint.Id, overlapSeconds = 60 }))["secret"]!;
        await CreateCustomerAsync(bench, "Acme");
        var delivery = await receiver.NextAsync();
        Assert.Equal(Read(delivery, endpoint.Secret).Id, Read(delivery, rolled).Id);
        await bench.ControlAsync("wall_clock", new { offsetSeconds = 61 });
        await CreateCustomerAsync(bench, "Later");
        var later = await receiver.NextAsync();
        Assert.Equal("customer.created", Read(later, rolled).Type);
        Assert.Throws<StripeNet.StripeException>(() => Read(later, endpoint.Secret));
    }

    [Fact]
    public async Task EndpointDown_ThreeRetriesThenItStaysPending()
    {
        await using var bench = await Bench.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await ListenAsync(bench, receiver);
        await bench.ControlAsync("webhooks", new { retryDelaysMilliseconds = new[] { 5, 5, 5 } });
        receiver.Refusals = 100;
        await CreateCustomerAsync(bench, "Acme");
        var attempts = await receiver.NextAsync(4);
        Assert.True((bool)(await bench.ControlAsync("webhooks/settle", new { }))["settled"]!);
        Assert.True(receiver.IsEmpty);
        Assert.Single(attempts.Select(attempt => System.Text.Json.Nodes.JsonNode.Parse(attempt.Body)!["id"]!.GetValue<string>()).Distinct());
        var pending = (await bench.GetAsync("/v1/events?delivery_success=false"))["data"]![0]!;
        Assert.Equal(1, (int)pending["pending_webhooks"]!);
        Assert.Equal("failed", (string)(await bench.GetAsync("/_sandbox/webhooks/deliveries"))[0]!["status"]!);
    }

    [Fact]
    public async Task EndpointBackAfterOneFailure_RetryIsSignedAnewAndSettles()
    {
        await using var bench = await Bench.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        var endpoint = await ListenAsync(bench, receiver);
        await bench.ControlAsync("webhooks", new { retryDelaysMilliseconds = new[] { 5, 5, 5 } });
        receiver.Refusals = 1;
        await CreateCustomerAsync(bench, "Acme");
        var attempts = await receiver.NextAsync(2);
        Assert.All(attempts, attempt => Assert.Equal("customer.created", Read(attempt, endpoint.Secret).Type));
        await bench.ControlAsync("webhooks/settle", new { });
        Assert.Equal("delivered", (string)(await bench.GetAsync("/_sandbox/webhooks/deliveries"))[0]!["status"]!);
    }

    [Theory]
    [InlineData("ordered", "ABCDE")]
    [InlineData("reversed", "EDCBA")]
    public async Task HeldBackEvents_ArriveInTheWantedOrder(string order, string expected)
    {
        await using var bench = await Bench.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await ListenAsync(bench, receiver);
        await bench.ControlAsync("webhooks", new { hold = true });
        foreach (var name in "ABCDE")
        {
            await CreateCustomerAsync(bench, name.ToString());
        }

        Assert.True(receiver.IsEmpty);
        await bench.ControlAsync("webhooks", new { hold = false });
        Assert.Equal(5, (int)(await bench.ControlAsync("webhooks/release", new { order }))["released"]!);
        Assert.Equal(expected, string.Concat((await receiver.NextAsync(5)).Select(NameIn)));
    }

    [Fact]
    public async Task ShuffledAndDoubled_AllArriveTwiceInAnotherOrder()
    {
        await using var bench = await Bench.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await ListenAsync(bench, receiver);
        await bench.ControlAsync("webhooks", new { hold = true });
        const string Names = "ABCDEFGHIJKLMNOP";
        foreach (var name in Names)
        {
            await CreateCustomerAsync(bench, name.ToString());
        }

        await bench.ControlAsync("webhooks/release", new { order = "shuffled", copies = 2 });
        var arrived = string.Concat((await receiver.NextAsync(Names.Length * 2)).Select(NameIn));
        Assert.Equal(string.Concat(Names.SelectMany(name => new[] { name, name })), string.Concat(arrived.Order()));
        Assert.NotEqual(string.Concat(Names.SelectMany(name => new[] { name, name })), arrived);
        await bench.ControlAsync("webhooks/settle", new { });
        Assert.All(
            (await bench.GetAsync("/v1/events?limit=100"))["data"]!.AsArray(),
            happened => Assert.Equal(0, (int)happened!["pending_webhooks"]!)
        );
    }

    [Fact]
    public async Task StandingSwitches_DoubleAndShuffleWhatComes()
    {
        await using var bench = await Bench.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await ListenAsync(bench, receiver);
        await bench.ControlAsync("webhooks", new { shuffle = true, copies = 2 });
        await CreateCustomerAsync(bench, "A");
        Assert.Equal("AA", string.Concat((await receiver.NextAsync(2)).Select(NameIn)));
    }

    [Fact]
    public async Task Resend_SendsAnOldEventAgain()
    {
        await using var bench = await Bench.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await ListenAsync(bench, receiver);
        await CreateCustomerAsync(bench, "Acme");
        var first = System.Text.Json.Nodes.JsonNode.Parse((await receiver.NextAsync()).Body)!;
        await bench.ControlAsync("webhooks/resend", new { @event = (string)first["id"]! });
        var second = System.Text.Json.Nodes.JsonNode.Parse((await receiver.NextAsync()).Body)!;
        Assert.Equal((string)first["id"]!, (string)second["id"]!);
    }
}
