using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CpqBilling.Sandbox.Salesforce;

namespace CpqBilling.Salesforce.Tests.Sandbox;

/// <summary>An embedded org with a session on it.</summary>
internal sealed class SandboxOrgFixture : IAsyncDisposable
{
    private readonly SalesforceSandbox _sandbox;
    private readonly HttpClient _http = SalesforceHttp.CreateClient();
    private Dictionary<string, string> _ids = [];

    private SandboxOrgFixture(SalesforceSandbox sandbox)
    {
        _sandbox = sandbox;
        Session = NewSession();
    }

    public SalesforceSession Session { get; }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<SandboxOrgFixture> StartAsync(bool multiCurrency = false) =>
        new(await SalesforceSandbox.StartAsync(new SalesforceSandboxOptions { MultiCurrency = multiCurrency }, Cancellation));

    public SalesforceSession NewSession() =>
        new(
            _http,
            new SalesforceConnection
            {
                InstanceUrl = _sandbox.Address,
                Auth = new SalesforceAuth.ClientCredentials("sandbox-client", "sandbox-secret"),
            },
            retry: new RetryRules(3, TimeSpan.FromMilliseconds(1))
        );

    /// <summary>The id a placeholder of the fixtures got.</summary>
    public string Id(string placeholder) => _ids[placeholder];

    public async Task LoadAsync(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        var answer = await _http.PostAsync(new Uri(_sandbox.Address, "/_sandbox/fixtures"), content, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, text);
        _ids = JsonSerializer.Deserialize<Dictionary<string, string>>(text)!;
    }

    public async Task FaultAsync(object fault)
    {
        var answer = await _http.PostAsJsonAsync(new Uri(_sandbox.Address, "/_sandbox/faults"), fault, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        Session.Dispose();
        _http.Dispose();
        await _sandbox.DisposeAsync();
    }
}
