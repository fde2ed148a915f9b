using CpqBilling.Sandbox.Stripe.Tests.Faults;
using StripeNet = global::Stripe;

namespace CpqBilling.Sandbox.Stripe.Tests.Webhooks;

public sealed class WebhookEndpointTests
{
    private static StripeNet.WebhookEndpointCreateOptions Options(params string[] events) =>
        new()
        {
            Url = "http://127.0.0.1:9/hook",
            EnabledEvents = [.. events],
            Metadata = new() { ["team"] = "billing" },
        };

    [Fact]
    public async Task Secret_IsShownByCreateOnly()
    {
        await using var bench = await Bench.StartAsync();
        var service = bench.Client.V1.WebhookEndpoints;
        var created = await service.CreateAsync(Options("invoice.paid"), cancellationToken: Bench.Cancellation);
        Assert.StartsWith("whsec_", created.Secret);
        Assert.Equal("enabled", created.Status);
        Assert.Null((await service.GetAsync(created.Id, cancellationToken: Bench.Cancellation)).Secret);
        var listed = await service.ListAsync(cancellationToken: Bench.Cancellation);
        Assert.Null(Assert.Single(listed).Secret);
    }

    [Fact]
    public async Task Update_ChangesUrlEventsAndStatus()
    {
        await using var bench = await Bench.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        var service = bench.Client.V1.WebhookEndpoints;
        var created = await service.CreateAsync(Options("invoice.paid"), cancellationToken: Bench.Cancellation);
        var update = new StripeNet.WebhookEndpointUpdateOptions
        {
            Url = receiver.Url,
            EnabledEvents = ["product.created"],
            Description = "Events",
        };
        var changed = await service.UpdateAsync(created.Id, update, cancellationToken: Bench.Cancellation);
        Assert.Equal(("Events", receiver.Url, "billing"), (changed.Description, changed.Url, changed.Metadata["team"]));
        await bench.PostJsonAsync("/v1/customers", "name=Acme");
        await bench.PostJsonAsync("/v1/products", "name=Gold");
        Assert.Contains("product.created", (await receiver.NextAsync()).Body);
        await service.UpdateAsync(created.Id, new StripeNet.WebhookEndpointUpdateOptions { Disabled = true }, cancellationToken: Bench.Cancellation);
        var product = (string)(await bench.PostJsonAsync("/v1/products", "name=Silver"))["id"]!;
        Assert.Equal(0, (int)(await bench.GetAsync("/v1/events?limit=1"))["data"]![0]!["pending_webhooks"]!);
        Assert.NotEmpty(product);
    }

    [Fact]
    public async Task Delete_DropsWhatWasPending()
    {
        await using var bench = await Bench.StartAsync();
        var service = bench.Client.V1.WebhookEndpoints;
        var created = await service.CreateAsync(Options("*"), cancellationToken: Bench.Cancellation);
        await bench.ControlAsync("webhooks", new { hold = true });
        await bench.PostJsonAsync("/v1/customers", "name=Acme");
        Assert.True((await service.DeleteAsync(created.Id, cancellationToken: Bench.Cancellation)).Deleted);
        await Assert.ThrowsAsync<StripeNet.StripeException>(() => service.GetAsync(created.Id, cancellationToken: Bench.Cancellation));
    }

    [Theory]
    [InlineData("url=http://127.0.0.1:9/hook&enabled_events[0]=invoice.invented", "enabled_events")]
    [InlineData("url=nowhere&enabled_events[0]=*", "url")]
    [InlineData("enabled_events[0]=*", "url")]
    [InlineData("url=http://127.0.0.1:9/hook", "enabled_events")]
    public async Task WrongEndpoint_IsRefused(string form, string param)
    {
        await using var bench = await Bench.StartAsync();
        using var refused = await bench.PostAsync("/v1/webhook_endpoints", form);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains($"\"param\":\"{param}\"", await refused.Content.ReadAsStringAsync(Bench.Cancellation));
    }
}
