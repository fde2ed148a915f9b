using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class SalesforceCliTests
{
    [Fact]
    public async Task SfCommandLine_LogsInByJwtQueriesCreatesAndReadsLimits()
    {
        await using var org = await TestOrg.StartAsync(new SalesforceSandboxOptions());
        var home = Directory.CreateTempSubdirectory("sf-home");
        try
        {
            var cli = new SalesforceCli(home.FullName);
            await RegisterAsync(org, Path.Combine(home.FullName, "key.pem"));
            await cli.ResultAsync(
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

            var created = await cli.ResultAsync(
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
            Assert.Equal("001", created["id"]!.GetValue<string>()[..3]);
            Assert.Equal("Acme,Made by sf", await org.ColumnAsync("SELECT Name FROM Account ORDER BY Name"));

            var limits = await cli.ResultAsync("org", "list", "limits", "--target-org", "box");
            Assert.Contains(
                limits.AsArray(),
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
}
