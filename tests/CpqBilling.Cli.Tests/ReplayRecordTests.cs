using System.Text.Json.Nodes;
using CpqBilling.Cli.Commands;
using CpqBilling.Cli.Replay;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>A case file may sync an account, a product or a price-book entry by itself.</summary>
public sealed class ReplayRecordTests
{
    private static readonly string File = Path.Combine(AppContext.BaseDirectory, "Cases", "records-alone.json");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryRun_TellsWhatBothSidesHold()
    {
        var runs = (await PlayedAsync(File))["runs"]!.AsArray();

        Assert.Equal(["synced", "synced", "synced", "synced", "unchanged"], runs.Select(run => (string)run!["outcome"]!));
        Assert.Equal(
            ["POST /v1/customers", "POST /v1/customers/*", "POST /v1/products", "POST /v1/prices", ""],
            runs.Select(run => string.Join(", ", run!["calls"]!["stripe"]!.AsArray().Select(Call)))
        );
        var customer = Assert.Single(runs[1]!["stripe"]!["customers"]!.AsArray());
        Assert.Equal(
            ("Lamna Clinics", "Clinics and more", "Bern", "Account#1"),
            (
                (string)customer!["name"]!,
                (string)customer["description"]!,
                (string)customer["metadata"]!["town"]!,
                (string)customer["metadata"]!["salesforce_account_id"]!
            )
        );
        var price = Assert.Single(runs[4]!["stripe"]!["prices"]!.AsArray());
        Assert.Equal(
            (12000, "month", 3, "licensed"),
            (
                (int)price!["unit_amount"]!,
                (string)price["recurring"]!["interval"]!,
                (int)price["recurring"]!["interval_count"]!,
                (string)price["recurring"]!["usage_type"]!
            )
        );
    }

    [Fact]
    public async Task EachRecord_GetsItsIdAndASyncRecordOfItsOwn()
    {
        var runs = (await PlayedAsync(File))["runs"]!.AsArray();

        Assert.Equal(
            ["Account#1", "", "Product2#1", "PricebookEntry#1", ""],
            runs.Select(run => string.Join(", ", run!["salesforce"]!["writes"]!.AsArray().Select(write => (string)write!["id"]!)))
        );
        Assert.Equal(
            [
                "Account#1 Account#1 Success",
                "Account#1 Account#1 Success",
                "Product2#1 Product2#1 Success",
                "PricebookEntry#1 PricebookEntry#1 Success",
                "",
            ],
            runs.Select(run => string.Join(", ", run!["salesforce"]!["syncRecords"]!.AsArray().Select(SyncRecord)))
        );
    }

    [Fact]
    public async Task PlanOfARun_ShowsItsRequests()
    {
        var (exitCode, output) = await CommandLine.RunAsync("plan", "--file", File, "--run", "4", "--json");

        Assert.Equal(0, exitCode);
        var plan = JsonNode.Parse(output)!;
        Assert.Equal("planned", (string)plan["outcome"]!);
        Assert.Equal(["POST /v1/prices"], plan["steps"]!.AsArray().Select(step => $"{step!["method"]} {step["path"]}"));
    }

    /// <summary>A path that Stripe does not have stops every sync before anything is sent, and the order says so.</summary>
    [Fact]
    public async Task UnknownStripePath_RefusesEveryRun()
    {
        var folder = Directory.CreateTempSubdirectory("replay-").FullName;
        var file = Path.Combine(folder, "wrong.json");
        var text = await System.IO.File.ReadAllTextAsync(File, Cancellation);
        await System.IO.File.WriteAllTextAsync(file, text.Replace("metadata.town", "adress.city", StringComparison.Ordinal), Cancellation);

        var runs = (await PlayedAsync(file))["runs"]!.AsArray();

        Assert.All(
            runs,
            run =>
            {
                Assert.Equal("rejected", (string)run!["outcome"]!);
                var error = Assert.Single(run["errors"]!.AsArray());
                Assert.Equal(("SYNC-3003", "customer.adress.city"), ((string)error!["code"]!, (string)error["field"]!));
                Assert.Contains("customer.address.city", (string)error["message"]!);
                Assert.Empty(run["calls"]!["stripe"]!.AsArray());
            }
        );
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Ids differ from run to run.</summary>
    private static async Task<JsonObject> PlayedAsync(string file)
    {
        await using var stage = new ReplayStage();
        return await new ReplayRunner(CaseFile.Read(file)).RunAsync(stage, Cancellation);
    }

    private static string Call(JsonNode? call)
    {
        var parts = ((string)call!["path"]!).Split('/');
        return $"{call["method"]} {string.Join('/', parts.Take(3))}{(parts.Length > 3 ? "/*" : "")}";
    }

    private static string SyncRecord(JsonNode? record) =>
        $"{record!["Primary_Record_ID__c"]} {record["Secondary_Record_ID__c"]} {record["Resolution_Status__c"]}";
}
