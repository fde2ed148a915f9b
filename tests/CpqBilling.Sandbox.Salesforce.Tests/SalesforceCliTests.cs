using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class SalesforceCliTests
{
    [Fact]
    public async Task SfCommandLine_LogsInByJwtQueriesCreatesAndReadsLimits()
    {
        var run = NodeClient.Package("@salesforce/cli/bin/run.js");
        await using var org = await TestOrg.StartAsync(new SalesforceSandboxOptions());
        var home = Directory.CreateTempSubdirectory("sf-home");
        try
        {
            var cli = new Cli(run, home.FullName);
            await RegisterAsync(org, Path.Combine(home.FullName, "key.pem"));
            await cli.JsonAsync(
                "org",
                "login",
                "jwt",
                "--client-id",
                "sf-tests",
                "--jwt-key-file",
                Path.Combine(home.FullName, "key.pem"),
                "--username",
                "integration@cpqbilling.test",
                "--instance-url",
                org.Address.ToString().TrimEnd('/'),
                "--alias",
                "box"
            );
            await org.CreateAsync("Account", """{"Name":"Acme","Phone":"123"}""");

            var table = await cli.RunAsync("data", "query", "--target-org", "box", "--query", "SELECT Name, Phone, Parent.Name FROM Account");
            Assert.Contains("PARENT.NAME", table.ToUpperInvariant(), StringComparison.Ordinal);
            Assert.Contains("Acme", table, StringComparison.Ordinal);
            Assert.Contains("Total number of records retrieved: 1.", table, StringComparison.Ordinal);

            var created = await cli.JsonAsync(
                "data",
                "create",
                "record",
                "--target-org",
                "box",
                "--sobject",
                "Account",
                "--values",
                "Name='Made by sf' Phone=456"
            );
            Assert.Equal("001", created["result"]!["id"]!.GetValue<string>()[..3]);
            Assert.Equal("Acme,Made by sf", await org.ColumnAsync("SELECT Name FROM Account ORDER BY Name"));

            var limits = await cli.JsonAsync("org", "list", "limits", "--target-org", "box");
            Assert.Contains(
                limits["result"]!.AsArray(),
                limit => limit!["name"]!.GetValue<string>() == "DailyApiRequests" && limit["max"]!.GetValue<int>() == 15000
            );
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
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        await org.SendAsync(
            "POST",
            "/_sandbox/clients",
            new JsonObject { ["id"] = "sf-tests", ["certificate"] = certificate.ExportCertificatePem() }.ToJsonString()
        );
    }

    /// <summary>The command line with a home of its own and nothing that looks outside.</summary>
    private sealed class Cli(string run, string home)
    {
        private readonly Dictionary<string, string> _environment = new()
        {
            ["HOME"] = home,
            ["SF_USE_GENERIC_UNIX_KEYCHAIN"] = "true",
            ["SF_DISABLE_TELEMETRY"] = "true",
            ["SF_AUTOUPDATE_DISABLE"] = "true",
            ["SF_SKIP_NEW_VERSION_CHECK"] = "true",
            ["SF_DISABLE_LOG_FILE"] = "true",
            ["NO_COLOR"] = "1",
        };

        public async Task<string> RunAsync(params string[] arguments)
        {
            var (exit, output, errors) = await NodeClient.RunAsync([run, .. arguments], _environment);
            Assert.True(exit == 0, output + errors);
            return output;
        }

        public async Task<JsonNode> JsonAsync(params string[] arguments) => JsonNode.Parse(await RunAsync([.. arguments, "--json"]))!;
    }
}
