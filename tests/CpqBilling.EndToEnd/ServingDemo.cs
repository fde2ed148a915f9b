using System.Text.RegularExpressions;
using CpqBilling.EndToEnd;
using Xunit;

[assembly: AssemblyFixture(typeof(ServingDemo))]

namespace CpqBilling.EndToEnd;

/// <summary>One demo for all tests that only look at it.</summary>
public sealed partial class ServingDemo : IAsyncLifetime
{
    private readonly DemoProcess _demo = DemoProcess.Begin(data: null);
    private Dictionary<string, string> _ids = [];

    public Uri Address => _demo.Address;

    public Uri Salesforce => _demo.Salesforce;

    public Uri Stripe => _demo.Stripe;

    public async ValueTask InitializeAsync()
    {
        await _demo.ServingAsync();
        using var http = new HttpClient();
        var list = await http.GetStringAsync(new Uri(Address, "/orders"));
        _ids = OrderLink().Matches(list).ToDictionary(link => link.Groups["number"].Value, link => link.Groups["id"].Value);
    }

    /// <summary>A path with order numbers in braces, by the ids that the orders have here.</summary>
    public string Resolve(string path) => Number().Replace(path, number => _ids[number.Groups[1].Value]);

    public ValueTask DisposeAsync() => _demo.DisposeAsync();

    [GeneratedRegex(@"\{(\d+)\}")]
    private static partial Regex Number();

    [GeneratedRegex("href=\"/orders/(?<id>801[A-Za-z0-9]{15})\">(?<number>\\d+)<")]
    private static partial Regex OrderLink();
}
