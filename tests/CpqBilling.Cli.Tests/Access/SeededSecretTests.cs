using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CpqBilling.Cli.Tests.Outgoing;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Outgoing;
using Xunit;

namespace CpqBilling.Cli.Tests.Access;

/// <summary>Secrets that are known to the test are looked for in everything the service shows: pages, answers, files, its database, and its logs at their most talkative.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class SeededSecretTests
{
    private const string Org = "00D000000000001AAA";
    private const string ClientSecret = "seeded-client-secret-4711";
    private const string StripeKey = "rk_test_seeded0000000000004711";
    private const string Password = "seeded correct horse battery";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NoSecret_IsShownAnywhere()
    {
        using var logs = new HeardLogs();
        await using var receiver = await Receiver.StartAsync();
        await using var service = await AccessServer.StartAsync(outgoing: new OutgoingOptions(null, [IPNetwork.Parse("127.0.0.0/8")]), logs: "Trace");
        await service.ConnectAsync(Org, "acct_seeded", ClientSecret, StripeKey);
        using var person = await service.FirstAdministratorAsync("ada@example.com", Password);
        var made = await service.Access.Keys.MakeAsync(
            Actor.OnMachine("test"),
            new NewApiKey(null, "all", [KeyScopes.Administer, KeyScopes.Install]),
            AccessServer.Now,
            Cancellation
        );
        var key = Assert.IsType<AccessOutcome<string>.Done>(made).Value;
        using var program = new HttpClient { BaseAddress = service.Server.Addresses[0] };
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var (address, signing) = await DestinationAsync(program, receiver);
        var invitation = await InvitationAsync(service);
        string[] secrets = [ClientSecret, StripeKey, Password, key, address, signing, invitation, service.Access.FirstRun.Token];

        var shown = 0;
        foreach (var (_, pattern) in ServedAddresses.Of(service).Where(row => row.Method == "GET"))
        {
            var page = ServedAddresses.Sample(pattern, Org);
            using var answer = await program.GetAsync(new Uri(page, UriKind.Relative), Cancellation);
            foreach (var text in (string[])[(await person.OpenAsync(page)).Text, await answer.Content.ReadAsStringAsync(Cancellation)])
            {
                shown += text.Length > 0 ? 1 : 0;
                Assert.All(secrets, secret => Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{page} shows a secret."));
            }
        }

        using var guest = service.Browser();
        await guest.OpenAsync($"/link?token={invitation}");
        await guest.SignInAsync("ada@example.com", Password);
        Assert.True(logs.Text.Length > 100_000, "Too little was logged.");
        Assert.All(secrets, secret => Assert.False(logs.Text.Contains(secret, StringComparison.Ordinal), $"A log line holds {secret}."));
        Assert.True(shown > 40, "Too little was looked at.");
        foreach (var file in Directory.EnumerateFiles(service.Folder, "*.db*"))
        {
            var bytes = await ReadAsync(file);
            Assert.All(secrets, secret => Assert.False(Contains(bytes, secret), $"{Path.GetFileName(file)} holds a secret."));
        }
    }

    /// <summary>A destination whose address holds a secret, told something.</summary>
    private static async Task<(string Address, string Secret)> DestinationAsync(HttpClient program, Receiver receiver)
    {
        const string path = "seeded-path-4711";
        using var wanted = JsonContent.Create(
            new
            {
                kind = "webhook",
                name = "seeded",
                address = receiver.Address + path,
                events = new[] { "alert.raised" },
            }
        );
        using var made = await program.PostAsync(new Uri($"/api/v1/orgs/{Org}/destinations", UriKind.Relative), wanted, Cancellation);
        var told = await made.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var test = new Uri($"/api/v1/orgs/{Org}/destinations/{told.GetProperty("id")}/test", UriKind.Relative);
        (await program.PostAsync(test, null, Cancellation)).EnsureSuccessStatusCode();
        await receiver.HeardAsync();
        return (path, told.GetProperty("secret").GetString()!);
    }

    private static async Task<string> InvitationAsync(AccessServer service)
    {
        var wanted = new NewPerson("guest@example.com", "Guest", false, []);
        var link = await service.Access.People.InviteAsync(Actor.OnMachine("test"), wanted, AccessServer.Now, Cancellation);
        return Assert.IsType<AccessOutcome<string>.Done>(link).Value;
    }

    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Cancellation);
        return copy.ToArray();
    }

    private static bool Contains(byte[] bytes, string secret) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0;
}
