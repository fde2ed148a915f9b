using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Tests;

/// <summary>Our package is deployed by Salesforce's own tool to an org that has only CPQ.</summary>
public sealed class PackageDeployTests
{
    private static string Package([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "salesforce");

    [Fact]
    public async Task ProjectDeployStart_PutsThePackageIntoAnOrgWithNothingButCpq()
    {
        await using var org = await TestOrg.StartAsync(new SalesforceSandboxOptions { HasPackage = false });
        await using var installed = await TestOrg.StartAsync();
        var home = Directory.CreateTempSubdirectory("sf-deploy");
        try
        {
            var project = Copy(home.FullName);
            var account = await org.CreateAsync("Account", """{"Name":"There before"}""");
            Assert.StartsWith("INVALID_FIELD", await org.QueryErrorAsync("SELECT Stripe_ID__c FROM Account"), StringComparison.Ordinal);
            var cli = new SalesforceCli(home.FullName, project);
            await cli.LoginAsync(org.Address, org.Token);
            var result = await cli.ResultAsync(
                "project",
                "deploy",
                "start",
                "--source-dir",
                "force-app",
                "--source-dir",
                "connection",
                "--target-org",
                "box",
                "--test-level",
                "NoTestRun"
            );
            Assert.Equal("Succeeded", result["status"]!.GetValue<string>());
            Assert.Equal(result["numberComponentsTotal"]!.GetValue<int>(), result["numberComponentsDeployed"]!.GetValue<int>());
            Assert.Equal(await FieldsAsync(installed), await FieldsAsync(org));
            Assert.Equal("null", await org.ColumnAsync("SELECT Stripe_ID__c FROM Account", "Stripe_ID__c"));
            Assert.Equal(204, (await org.SendAsync("PATCH", "sobjects/Account/" + account, """{"Stripe_ID__c":"cus_1"}""")).Status);
            Assert.Equal(
                "https://dashboard.stripe.com/test/id/cus_1",
                await org.ColumnAsync("SELECT Stripe_Dashboard_Link__c FROM Account WHERE Stripe_ID__c = 'cus_1'", "Stripe_Dashboard_Link__c")
            );
            var (status, error) = await org.SendAsync("POST", "sobjects/Quote_Stripe_Coupon__c", """{"Name__c":"C","Duration__c":"once"}""");
            Assert.Equal("400 Fill either Amount Off or Percent Off.", $"{status} {error![0]!["message"]}");
            Assert.Equal(
                "CpqBilling_Coupon_User,CpqBilling_Integration_User,CpqBilling_Sync_Manager",
                await org.ColumnAsync("SELECT Name FROM PermissionSet WHERE Name LIKE 'CpqBilling%' ORDER BY Name")
            );
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    /// <summary>Every field of every object that is ours or has one of ours, with its type and length.</summary>
    private static async Task<IReadOnlyList<string>> FieldsAsync(TestOrg org)
    {
        var (_, global) = await org.SendAsync("GET", "sobjects");
        var fields = new List<string>();
        foreach (var name in global!["sobjects"]!.AsArray().Select(summary => summary!["name"]!.GetValue<string>()))
        {
            var (_, describe) = await org.SendAsync("GET", $"sobjects/{name}/describe");
            fields.AddRange(
                describe!["fields"]!
                    .AsArray()
                    .Select(field => $"{name}.{field!["name"]} {field["type"]} {field["length"]} {field["externalId"]} {field["calculatedFormula"]}")
            );
        }
        return [.. fields.Order(StringComparer.Ordinal)];
    }

    private static string Copy(string home)
    {
        var project = Path.Combine(home, "package");
        foreach (
            var file in new[] { "force-app", "connection" }.SelectMany(folder =>
                Directory.EnumerateFiles(Path.Combine(Package(), folder), "*", SearchOption.AllDirectories)
            )
        )
        {
            var target = Path.Combine(project, Path.GetRelativePath(Package(), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        foreach (var file in (string[])["sfdx-project.json", ".forceignore"])
            File.Copy(Path.Combine(Package(), file), Path.Combine(project, file));
        return project;
    }
}
