using System.Net.Http.Json;
using System.Text.Json.Nodes;
using StripeNet = global::Stripe;

namespace CpqBilling.Sandbox.Stripe.Tests.Faults;

/// <summary>A running sandbox with the pinned client, a plain client and the control API pointed at it.</summary>
internal sealed class Bench : IAsyncDisposable
{
    public const string Key = "sk_test_bench_0001";
    private int _attempts;

    private Bench(StripeSandbox sandbox)
    {
        Sandbox = sandbox;
        Http = new HttpClient { BaseAddress = sandbox.Address };
        Http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        var counting = new HttpClient(new Counter(() => Interlocked.Increment(ref _attempts), new SocketsHttpHandler()));
        Client = new StripeNet.StripeClient(
            new StripeNet.StripeClientOptions
            {
                ApiKey = Key,
                ApiBase = sandbox.Address.ToString().TrimEnd('/'),
                HttpClient = new StripeNet.SystemNetHttpClient(counting, maxNetworkRetries: 2),
            }
        );
    }

    public StripeSandbox Sandbox { get; }

    public HttpClient Http { get; }

    public StripeNet.StripeClient Client { get; }

    /// <summary>Requests the pinned client has sent, its own retries included.</summary>
    public int Attempts => _attempts;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Bench> StartAsync(StripeSandboxOptions? options = null) =>
        new(await StripeSandbox.StartAsync(options ?? new StripeSandboxOptions(), Cancellation));

    public async Task<JsonNode> ControlAsync(string path, object body)
    {
        using var response = await Http.PostAsJsonAsync($"/_sandbox/{path}", body, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public Task<HttpResponseMessage> PostAsync(string path, string form, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(form, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return Http.SendAsync(request, Cancellation);
    }

    public async Task<JsonNode> PostJsonAsync(string path, string form)
    {
        using var response = await PostAsync(path, form);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await Http.GetStringAsync(path, Cancellation))!;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Sandbox.DisposeAsync();
    }

    private sealed class Counter(Action count, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            count();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
