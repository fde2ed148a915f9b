using System.Net.Http.Headers;
using System.Text;
using CpqBilling.Engine.Application.Access;
using Xunit;

namespace CpqBilling.Cli.Tests.Access;

/// <summary>Every address of the API below an org, asked for the key's own org and for one that is connected beside it.</summary>
public sealed class OrgMatrixTests
{
    private const string Own = "00D000000000001AAA";
    private const string Foreign = "00D000000000002AAA";
    private static readonly string[] Scopes = [KeyScopes.Read, KeyScopes.Operate, KeyScopes.Administer, KeyScopes.Package];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KeyOfAnOrg_OpensWhatItsScopeSays_AndNothingOfAnother()
    {
        await using var service = await AccessServer.StartAsync();
        await service.ConnectAsync(Own, "acct_own", "secret", "sk_test_own");
        await service.ConnectAsync(Foreign, "acct_foreign", "secret", "sk_test_foreign");
        using var http = new HttpClient { BaseAddress = service.Server.Addresses[0] };
        var keys = new Dictionary<string, string>();
        foreach (var scope in Scopes)
        {
            var made = await service.Access.Keys.MakeAsync(
                Actor.OnMachine("test"),
                new NewApiKey(Own, scope, [scope]),
                AccessServer.Now,
                Cancellation
            );
            keys[scope] = Assert.IsType<AccessOutcome<string>.Done>(made).Value;
        }

        var rows = new List<string> { $"{"", -62}{string.Join(' ', Scopes)} foreign" };
        var addresses = ServedAddresses.Of(service).Where(row => row.Pattern.Contains("/orgs/{org}", StringComparison.Ordinal));
        foreach (var (method, pattern) in addresses.OrderBy(row => row.Pattern, StringComparer.Ordinal).ThenBy(row => row.Method))
        {
            var foreign = await AskAsync(http, method, pattern, Foreign, keys[KeyScopes.Administer]);
            Assert.Equal(404, foreign);
            var answers = new List<string>();
            foreach (var scope in Scopes)
            {
                answers.Add($"{await AskAsync(http, method, pattern, Own, keys[scope])}".PadRight(scope.Length));
            }

            rows.Add($"{method + " " + pattern, -62}{string.Join(' ', answers)} {foreign}");
        }

        var file = SourceFile.Of("tests", "CpqBilling.Cli.Tests", "Access", "org-matrix.txt");
        var actual = string.Join('\n', rows) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_MATRIX") == "1")
        {
            await File.WriteAllTextAsync(file, actual, Cancellation);
        }

        Assert.Equal(await File.ReadAllTextAsync(file, Cancellation), actual);
    }

    private static async Task<int> AskAsync(HttpClient http, string method, string pattern, string org, string key)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), ServedAddresses.Sample(pattern, org))
        {
            Content = method is "POST" or "PUT" ? new StringContent("{}", Encoding.UTF8, "application/json") : null,
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        return (int)answer.StatusCode;
    }
}
