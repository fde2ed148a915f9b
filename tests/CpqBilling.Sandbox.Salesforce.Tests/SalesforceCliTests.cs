using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Tests;

/// <summary>Salesforce's command line tool logs in as people, servers and browsers do, and reads and writes by every way it has.</summary>
public sealed class SalesforceCliTests(ITestOutputHelper output)
{
    private const int Commands = 20;

    [Fact]
    public async Task EveryCommandOfTheTour_IsAnsweredRightly()
    {
        await using var org = await TestOrg.StartAsync(new SalesforceSandboxOptions());
        var home = Directory.CreateTempSubdirectory("sf-home");
        try
        {
            var keyFile = Path.Combine(home.FullName, "key.pem");
            await RegisterAsync(org, keyFile);
            var environment = new Dictionary<string, string>(SalesforceCli.Surroundings(home.FullName))
            {
                ["BROWSER"] = Path.Combine(NodeClient.Folder(), "sf-browser.mjs"),
            };
            NodeClient.Package("@salesforce/cli/bin/run.js");
            var (exit, printed, errors) = await NodeClient.RunAsync(
                ["sf-tour.mjs", org.Address.ToString().TrimEnd('/'), home.FullName, keyFile, org.Token],
                environment
            );
            Assert.True(exit == 0, errors);
            var counted = JsonNode.Parse(printed)!;
            var wrong = counted["wrong"]!.AsArray();
            output.WriteLine($"sf: {counted["tried"]} commands tried, {counted["right"]} right, {wrong.Count} wrong, 0 not offered");
            Assert.True(wrong.Count == 0, wrong.ToJsonString());
            Assert.Equal(Commands, (int)counted["right"]!);
            Assert.Equal("Grove", await org.ColumnAsync("SELECT Name FROM Account"));
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static async Task RegisterAsync(TestOrg org, string keyFile)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=sf-tests", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(1)
        );
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        await org.SendAsync(
            "POST",
            "/_sandbox/clients",
            new JsonObject { ["id"] = "sf-tests", ["certificate"] = certificate.ExportCertificatePem() }.ToJsonString()
        );
    }
}
