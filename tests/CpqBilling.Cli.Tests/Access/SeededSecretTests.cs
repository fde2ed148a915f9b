using System.Net.Http.Headers;
using System.Text;
using CpqBilling.Engine.Application.Access;
using Xunit;

namespace CpqBilling.Cli.Tests.Access;

/// <summary>Secrets that are known to the test are looked for in everything the service shows: pages, answers, files, its database.</summary>
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
        await using var service = await AccessServer.StartAsync();
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
        string[] secrets = [ClientSecret, StripeKey, Password, key];

        var shown = 0;
        foreach (var (_, pattern) in ServedAddresses.Of(service).Where(row => row.Method == "GET"))
        {
            var address = ServedAddresses.Sample(pattern, Org);
            using var answer = await program.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
            foreach (var text in (string[])[(await person.OpenAsync(address)).Text, await answer.Content.ReadAsStringAsync(Cancellation)])
            {
                shown += text.Length > 0 ? 1 : 0;
                Assert.All(secrets, secret => Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{address} shows a secret."));
            }
        }

        Assert.True(shown > 40, "Too little was looked at.");
        foreach (var file in Directory.EnumerateFiles(service.Folder, "*.db*"))
        {
            var bytes = await ReadAsync(file);
            Assert.All(secrets, secret => Assert.False(Contains(bytes, secret), $"{Path.GetFileName(file)} holds a secret."));
        }
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
