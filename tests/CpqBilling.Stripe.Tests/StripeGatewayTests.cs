using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;

namespace CpqBilling.Stripe.Tests;

public sealed class StripeGatewayTests
{
    private static readonly StripeMap Name = new StripeMap().Set("name", "Acme");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_SendsFormKeyAndPinnedVersion()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.On("POST", "/v1/customers", Answer.Ok("""{"id":"cus_1","object":"customer"}"""));

        var reply = await stripe.Gateway().SendAsync(StripeMethod.Post, "/v1/customers", Name, "key-1", Token);

        var answered = Assert.IsType<StripeAnswered>(reply);
        Assert.Equal(("cus_1", "req_1"), (answered.Id, answered.RequestId));
        var expected = new WireRequest("POST", "/v1/customers", "name=Acme", "key-1", "2026-10-28.endive", "Bearer sk_test_1");
        Assert.Equal(expected, Assert.Single(stripe.Requests));
    }

    [Fact]
    public async Task Get_SendsQueryAndNoKey()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.On("GET", "/v1/prices/price_1", Answer.Ok("""{"id":"price_1"}"""));
        var query = new StripeMap().Set("expand", StripeList.Of(["tiers"]));

        await stripe.Gateway().GetAsync("/v1/prices/price_1", query, Token);

        var request = Assert.Single(stripe.Requests);
        Assert.Equal(("GET", "/v1/prices/price_1?expand[0]=tiers", (string?)null), (request.Method, request.Target, request.IdempotencyKey));
    }

    [Fact]
    public async Task Delete_SendsParametersInQuery()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.On("DELETE", "/v1/subscriptions/sub_1", Answer.Ok("""{"id":"sub_1"}"""));
        var body = new StripeMap().Set("prorate", true);

        await stripe.Gateway().SendAsync(StripeMethod.Delete, "/v1/subscriptions/sub_1", body, "key-1", Token);

        Assert.Equal("/v1/subscriptions/sub_1?prorate=true", Assert.Single(stripe.Requests).Target);
    }

    // Stripe's client repeats none of these by itself.
    [Theory]
    [InlineData(400, "invalid_request_error", "parameter_unknown")]
    [InlineData(401, "invalid_request_error", "api_key_expired")]
    [InlineData(402, "card_error", "card_declined")]
    [InlineData(404, "invalid_request_error", "resource_missing")]
    [InlineData(429, "invalid_request_error", "rate_limit")]
    public async Task Refusal_KeepsStripesWordsAndIsNotRepeated(int status, string type, string code)
    {
        await using var stripe = await FakeStripe.StartAsync();
        var error = $$"""{"type":"{{type}}","code":"{{code}}","message":"No.","param":"items[0][price]"}""";
        stripe.On("POST", "/v1/customers", Answer.Refused(status, error));

        var reply = await stripe.Gateway().SendAsync(StripeMethod.Post, "/v1/customers", Name, "key-1", Token);

        Assert.Equal(new StripeRefused(status, type, code, "items[0][price]", "No.", "req_1"), reply);
        Assert.Single(stripe.Requests);
    }

    [Fact]
    public async Task RunningElsewhere_IsSentOnceAndRefused()
    {
        await using var stripe = await FakeStripe.StartAsync();
        var error = """{"type":"idempotency_error","code":"idempotency_key_in_use","message":"Another request is in progress."}""";
        stripe.On("POST", "/v1/customers", Answer.Refused(409, error));

        var reply = await stripe.Gateway().SendAsync(StripeMethod.Post, "/v1/customers", Name, "key-1", Token);

        Assert.Equal(409, Assert.IsType<StripeRefused>(reply).Status);
        Assert.Equal(["key-1"], stripe.Requests.Select(request => request.IdempotencyKey));
    }

    /// <summary>Every attempt passes the lease of its contract, so the one who holds it repeats a write, not the connection.</summary>
    [Fact]
    public async Task ServerErrorOfAWrite_IsSentOnce()
    {
        await using var stripe = await FakeStripe.StartAsync();
        var failure = Answer.Refused(500, """{"type":"api_error","message":"Sorry."}""");
        stripe.On("POST", "/v1/customers", failure, Answer.Ok("""{"id":"cus_1"}"""));
        var gateway = stripe.Gateway();

        var reply = await gateway.SendAsync(StripeMethod.Post, "/v1/customers", Name, "key-1", Token);

        Assert.Equal(500, Assert.IsType<StripeRefused>(reply).Status);
        Assert.Equal(["key-1"], stripe.Requests.Select(request => request.IdempotencyKey));
        Assert.Equal(new StripeCalls(Reads: 0, Writes: 1), gateway.Calls);
    }

    [Fact]
    public async Task DroppedConnectionOfAWrite_IsUnavailable()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.On("POST", "/v1/customers", new Answer.Drop());

        var reply = await stripe.Gateway().SendAsync(StripeMethod.Post, "/v1/customers", Name, "key-1", Token);

        Assert.IsType<StripeUnavailable>(reply);
        Assert.Single(stripe.Requests);
    }

    [Fact]
    public async Task NoAnswerInTime_IsUnavailable()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.On("GET", "/v1/customers/cus_1", new Answer.Hang());

        var reply = await stripe.Gateway(TimeSpan.FromMilliseconds(100)).GetAsync("/v1/customers/cus_1", null, Token);

        Assert.Equal(new StripeUnavailable("No answer in time."), reply);
    }

    [Fact]
    public async Task AnswerOfAProxy_IsUnavailable()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.On("GET", "/v1/customers/cus_1", new Answer.Json(502, "<html>Bad gateway</html>"));

        var reply = await stripe.Gateway().GetAsync("/v1/customers/cus_1", null, Token);

        Assert.Equal(new StripeUnavailable("Status 502 without an answer of Stripe."), reply);
    }

    [Fact]
    public async Task NothingListening_IsUnavailable()
    {
        var stripe = await FakeStripe.StartAsync();
        var gateway = stripe.Gateway();
        await stripe.DisposeAsync();

        Assert.IsType<StripeUnavailable>(await gateway.GetAsync("/v1/customers/cus_1", null, Token));
    }

    [Fact]
    public async Task CallerGivesUp_IsCancelled()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.On("GET", "/v1/customers/cus_1", new Answer.Hang());
        using var cancellation = new CancellationTokenSource();

        var reading = stripe.Gateway().GetAsync("/v1/customers/cus_1", null, cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    /// <summary>Links to Stripe's pages are made by it.</summary>
    [Theory]
    [InlineData("sk_test_1", true)]
    [InlineData("rk_test_1", true)]
    [InlineData("sk_live_1", false)]
    [InlineData("rk_live_1", false)]
    public void Key_SaysWhichModeItIs(string key, bool isTest) => Assert.Equal(isTest, new StripeGateway(new StripeConnection(key)).IsTestMode);

    [Fact]
    public void Connection_DoesNotPrintItsKey() => Assert.DoesNotContain("sk_live_secret", new StripeConnection("sk_live_secret").ToString());
}
