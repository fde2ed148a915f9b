using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Storage.Rows.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace CpqBilling.Cli.Tests.Access;

/// <summary>Every address of the service asked by everybody: nobody, each role, each scope. What they get stands in a file that people read.</summary>
public sealed class AccessMatrixTests
{
    private const string Org = "00D000000000001AAA";
    private static readonly string[] Columns =
    [
        "nobody",
        "viewer",
        "operator",
        "administrator",
        "installation",
        "no-role",
        "key-read",
        "key-operate",
        "key-administer",
        "key-install",
        "key-package",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryAddress_AnswersEverybodyAsWritten()
    {
        await using var service = await AccessServer.StartAsync();
        var visitors = await VisitorsAsync(service);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = service.Server.Addresses[0],
        };
        var rows = new List<string> { $"{"", -56}{string.Join(' ', Columns)}" };
        foreach (var (method, pattern) in ServedAddresses.Of(service).OrderBy(row => row.Pattern, StringComparer.Ordinal))
        {
            var answers = new List<string>();
            foreach (var column in Columns)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), ServedAddresses.Sample(pattern, Org))
                {
                    Content =
                        method is "POST" or "PUT" && pattern.StartsWith("/api", StringComparison.Ordinal)
                            ? new StringContent("{}", Encoding.UTF8, "application/json")
                            : null,
                };
                visitors[column](request.Headers);
                using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
                answers.Add(Word(answer).PadRight(column.Length));
            }

            rows.Add($"{method + " " + pattern, -56}{string.Join(' ', answers).TrimEnd()}");
        }

        var file = SourceFile.Of("tests", "CpqBilling.Cli.Tests", "Access", "access-matrix.txt");
        var actual = string.Join('\n', rows) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_MATRIX") == "1")
        {
            await File.WriteAllTextAsync(file, actual, Cancellation);
        }

        Assert.Equal(await File.ReadAllTextAsync(file, Cancellation), actual);
    }

    private static string Word(HttpResponseMessage answer) =>
        answer.Headers.Location is { } to && to.ToString().Contains("/sign-in", StringComparison.Ordinal) ? "sign-in" : $"{(int)answer.StatusCode}";

    /// <summary>How each shows who they are.</summary>
    private static async Task<Dictionary<string, Action<HttpRequestHeaders>>> VisitorsAsync(AccessServer service)
    {
        var made = new Dictionary<string, Action<HttpRequestHeaders>> { ["nobody"] = _ => { } };
        foreach (
            var (name, role) in ((string, OrgRole?)[])
                [
                    ("viewer", OrgRole.Viewer),
                    ("operator", OrgRole.Operator),
                    ("administrator", OrgRole.Administrator),
                    ("installation", OrgRole.Administrator),
                    ("no-role", null),
                ]
        )
        {
            made[name] = await PersonAsync(service, name, role);
        }

        foreach (var scope in KeyScopes.All)
        {
            var wanted = new NewApiKey(scope == KeyScopes.Package ? Org : null, scope, [scope]);
            var key = await service.Access.Keys.MakeAsync(Actor.OnMachine("test"), wanted, AccessServer.Now, Cancellation);
            var text = Assert.IsType<AccessOutcome<string>.Done>(key).Value;
            made[$"key-{scope}"] = headers => headers.Authorization = new AuthenticationHeaderValue("Bearer", text);
        }

        return made;
    }

    private static async Task<Action<HttpRequestHeaders>> PersonAsync(AccessServer service, string name, OrgRole? role)
    {
        var roles = role is { } given ? ImmutableDictionary<string, OrgRole>.Empty.Add(PersonRole.EveryOrg, given) : [];
        var wanted = new NewPerson($"{name}@example.com", name, name == "installation", roles);
        var link = await service.Access.People.InviteAsync(Actor.OnMachine("test"), wanted, AccessServer.Now, Cancellation);
        var person = await service.Access.People.OfLinkAsync(Assert.IsType<AccessOutcome<string>.Done>(link).Value, AccessServer.Now, Cancellation);
        var session = await service.Access.Sessions.BeginAsync(new NewSession(person!, "test", null, null), AccessServer.Now, Cancellation);
        var principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim("session", session)], "session"));
        var format = service.Server.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get("session").TicketDataFormat;
        var cookie = format.Protect(new AuthenticationTicket(principal, "session"));
        return headers => headers.Add("Cookie", $"__Host-session={cookie}");
    }
}
