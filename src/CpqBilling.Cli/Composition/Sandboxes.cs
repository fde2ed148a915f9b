using System.Net.Http.Json;
using System.Text.Json;
using CpqBilling.Salesforce;
using CpqBilling.Sandbox.Salesforce;
using CpqBilling.Sandbox.Stripe;
using CpqBilling.Stripe;
using NodaTime;

namespace CpqBilling.Cli.Composition;

/// <summary>Both embedded servers on free loopback ports, with the controls that the real services do not have.</summary>
internal sealed class Sandboxes : IAsyncDisposable
{
    public const string StripeKey = "sk_test_sandbox";
    public const string ClientId = "sandbox-client";
    public const string ClientSecret = "sandbox-secret";

    /// <summary>Short, so that a service sees soon that events arrive.</summary>
    private static readonly TimeSpan EventsKeepAlive = TimeSpan.FromSeconds(3);

    private readonly SalesforceSandbox _salesforce;
    private readonly StripeSandbox _stripe;
    private readonly HttpClient _http = new();

    private Sandboxes(SalesforceSandbox salesforce, StripeSandbox stripe)
    {
        _salesforce = salesforce;
        _stripe = stripe;
    }

    public Uri SalesforceAddress => _salesforce.Address;

    public Uri StripeAddress => _stripe.Address;

    /// <param name="folder">Keeps both states between starts; null keeps them in memory.</param>
    public static Task<Sandboxes> StartAsync(bool multiCurrency, Instant? frozenAt, CancellationToken cancellation, string? folder = null) =>
        StartAsync(multiCurrency, frozenAt, folder, hasPages: true, cancellation);

    /// <summary>For a program alone: in memory, and without pages, which nobody would see.</summary>
    public static Task<Sandboxes> StartBareAsync(bool multiCurrency, Instant? frozenAt, CancellationToken cancellation) =>
        StartAsync(multiCurrency, frozenAt, folder: null, hasPages: false, cancellation);

    private static async Task<Sandboxes> StartAsync(
        bool multiCurrency,
        Instant? frozenAt,
        string? folder,
        bool hasPages,
        CancellationToken cancellation
    )
    {
        var at = frozenAt?.ToDateTimeOffset();
        var salesforce = await SalesforceSandbox.StartAsync(
            new SalesforceSandboxOptions
            {
                MultiCurrency = multiCurrency,
                FrozenAt = at,
                DatabaseFile = folder is null ? null : Path.Combine(folder, "salesforce.db"),
                Pages = hasPages,
                EventsKeepAlive = EventsKeepAlive,
            },
            cancellation
        );
        var stripe = await StripeSandbox.StartAsync(
            new StripeSandboxOptions
            {
                FrozenAt = at,
                DatabaseFile = folder is null ? null : Path.Combine(folder, "stripe.db"),
                Pages = hasPages,
            },
            cancellation
        );
        return new Sandboxes(salesforce, stripe);
    }

    public SalesforceConnection SalesforceConnection =>
        new()
        {
            InstanceUrl = SalesforceAddress,
            EventsUrl = _salesforce.EventsAddress,
            Auth = new SalesforceAuth.ClientCredentials(ClientId, ClientSecret),
        };

    public StripeConnection StripeConnection => new(StripeKey, StripeAddress.ToString());

    /// <summary>Empties both, as if they had just been started with the clock there.</summary>
    public async Task ResetAsync(Instant? frozenAt, CancellationToken cancellation)
    {
        await ControlAsync(SalesforceAddress, HttpMethod.Post, "reset", null, cancellation);
        await ControlAsync(StripeAddress, HttpMethod.Post, "reset", null, cancellation);
        if (frozenAt is { } at)
        {
            await SetClockAsync(at, cancellation);
        }
    }

    public async Task SetClockAsync(Instant at, CancellationToken cancellation)
    {
        var body = new { frozenAt = NodaTime.Text.InstantPattern.General.Format(at) };
        await ControlAsync(SalesforceAddress, HttpMethod.Post, "clock", body, cancellation);
        await ControlAsync(StripeAddress, HttpMethod.Post, "clock", body, cancellation);
    }

    /// <summary>Loads records by sObject; yields the placeholder → id map.</summary>
    public async Task<IReadOnlyDictionary<string, string>> LoadAsync(object records, CancellationToken cancellation)
    {
        var ids = await ControlAsync(SalesforceAddress, HttpMethod.Post, "fixtures", records, cancellation);
        return ids.EnumerateObject().ToDictionary(id => id.Name, id => id.Value.GetString()!);
    }

    public async Task ClearLogsAsync(CancellationToken cancellation)
    {
        await ControlAsync(SalesforceAddress, HttpMethod.Delete, "requests", null, cancellation);
        await ControlAsync(SalesforceAddress, HttpMethod.Delete, "writes", null, cancellation);
        await ControlAsync(StripeAddress, HttpMethod.Delete, "requests", null, cancellation);
    }

    public Task<JsonElement> SalesforceRequestsAsync(CancellationToken cancellation) =>
        ControlAsync(SalesforceAddress, HttpMethod.Get, "requests", null, cancellation);

    public Task<JsonElement> SalesforceWritesAsync(CancellationToken cancellation) =>
        ControlAsync(SalesforceAddress, HttpMethod.Get, "writes", null, cancellation);

    public Task<JsonElement> StripeRequestsAsync(CancellationToken cancellation) =>
        ControlAsync(StripeAddress, HttpMethod.Get, "requests", null, cancellation);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _salesforce.DisposeAsync();
        await _stripe.DisposeAsync();
    }

    private async Task<JsonElement> ControlAsync(Uri server, HttpMethod method, string control, object? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(server, $"/_sandbox/{control}"));
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await _http.SendAsync(request, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        if (!response.IsSuccessStatusCode)
        {
            throw new CommandException($"The sandbox refused {control}: {text}");
        }

        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
