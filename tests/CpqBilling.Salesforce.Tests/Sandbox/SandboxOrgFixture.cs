using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CpqBilling.Sandbox.Salesforce;

namespace CpqBilling.Salesforce.Tests.Sandbox;

/// <summary>An embedded org with a session on it.</summary>
internal sealed class SandboxOrgFixture : IAsyncDisposable
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromMilliseconds(200);
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
        new(
            await SalesforceSandbox.StartAsync(
                new SalesforceSandboxOptions { MultiCurrency = multiCurrency, EventsKeepAlive = KeepAlive },
                Cancellation
            )
        );

    public SalesforceSession NewSession() =>
        new(
            _http,
            new SalesforceConnection
            {
                InstanceUrl = _sandbox.Address,
                EventsUrl = _sandbox.EventsAddress,
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

    /// <summary>Somebody else changes a record: the administrator, who signs in with a password.</summary>
    public async Task ChangeByAdministratorAsync(string type, string placeholder, object fields)
    {
        const string login =
            "<env:Envelope xmlns:env='http://schemas.xmlsoap.org/soap/envelope/'><env:Body><login xmlns='urn:partner.soap.sforce.com'>"
            + "<username>admin@cpqbilling.test</username><password>sandbox-password</password></login></env:Body></env:Envelope>";
        using var form = new StringContent(login, Encoding.UTF8, "text/xml");
        using var signedIn = await _http.PostAsync(new Uri(_sandbox.Address, "/services/Soap/u/65.0"), form, Cancellation);
        var answer = await signedIn.Content.ReadAsStringAsync(Cancellation);
        using var request = new HttpRequestMessage(
            HttpMethod.Patch,
            new Uri(_sandbox.Address, $"/services/data/v65.0/sobjects/{type}/{Id(placeholder)}")
        );
        request.Headers.Authorization = new("Bearer", answer.Split("<sessionId>")[1].Split("</sessionId>")[0]);
        request.Content = JsonContent.Create(fields);
        (await _http.SendAsync(request, Cancellation)).EnsureSuccessStatusCode();
    }

    /// <summary>The access token in use is worth nothing from now on.</summary>
    public async Task RevokeAsync()
    {
        var (token, _) = await Session.TokenAsync(null, Cancellation);
        using var form = new FormUrlEncodedContent([new KeyValuePair<string, string>("token", token!)]);
        (await _http.PostAsync(new Uri(_sandbox.Address, "/services/oauth2/revoke"), form, Cancellation)).EnsureSuccessStatusCode();
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
