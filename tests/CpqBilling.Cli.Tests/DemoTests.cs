using System.Text.Json;
using CpqBilling.Cli.Commands;
using CpqBilling.Cli.Demo;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>The demo as it is started from the command line: real composition, both sandboxes, the pipeline of production.</summary>
public sealed class DemoTests
{
    /// <summary>Everything starts on the first of a month, so amounts do not depend on the day of the run.</summary>
    private static readonly string[] Expected =
    [
        // 25 × 30.00
        "00000001 Northwind Traders: synced sub_sched 1 phases 750",
        // 10 × 1,200.00; the amendment adds a phase.
        "00000002 Contoso: synced sub_sched 2 phases 12000",
        "00000003 Fabrikam: synced sub_sched 1 phases 1800",
        "00000004 Tailspin Toys: synced in 0 phases 3000",
        "00000005 Adventure Works: synced sub_sched 1 phases 0",
        // 100 × 8.00 and 50 × 6.00
        "00000006 Wingtip Toys: synced sub_sched 1 phases 1100",
        // (40 × 30.00 + 200.00 + 1,500.00) less ten per cent
        "00000007 Litware: synced sub_sched 3 phases 2610",
        "00000008 Proseware: synced sub_sched 2 phases 12000",
        "00000009 Coho Winery: synced sub 0 phases 49",
        "00000010 Woodgrove Bank: rejected - 0 phases - SYNC-1018 Quantity",
        "00000011 Contoso: synced sub_sched 2 phases 12000",
    ];

    [Fact]
    public async Task Once_SyncsEverythingThatCanBe_AndTellsItAsJson()
    {
        var (exitCode, document) = await RunAsync(data: null);

        Assert.Equal(0, exitCode);
        Assert.Equal(Expected, Told(document));
        Assert.True(document.GetProperty("calls").GetProperty("salesforce").GetInt32() > 0);
        Assert.True(document.GetProperty("calls").GetProperty("stripe").GetInt32() > 0);
    }

    [Fact]
    public async Task SecondStartInTheSameFolder_SellsNothingAgain_AndChangesNothing()
    {
        var folder = Directory.CreateTempSubdirectory("cpqbilling-test-").FullName;
        try
        {
            var (_, first) = await RunAsync(folder);
            var (exitCode, second) = await RunAsync(folder);

            Assert.Equal(0, exitCode);
            Assert.Equal(Expected, Told(second));
            Assert.Equal(Ids(first), Ids(second));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task FolderThatIsAFile_OneSentence()
    {
        var file = Path.GetTempFileName();
        try
        {
            var refusal = await Assert.ThrowsAsync<Composition.CommandException>(() => RunAsync(file));
            Assert.StartsWith($"The folder {file} cannot be used: ", refusal.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<(int ExitCode, JsonElement Document)> RunAsync(string? data)
    {
        await using var output = new StringWriter();
        var exitCode = await DemoCommand.RunAsync(
            new DemoOptions(Once: true, Json: true, Port: 0, data),
            new System.CommandLine.InvocationConfiguration { Output = output },
            TestContext.Current.CancellationToken
        );
        return (exitCode, JsonDocument.Parse(output.ToString()).RootElement);
    }

    private static string[] Told(JsonElement document) =>
        [
            .. document
                .GetProperty("orders")
                .EnumerateArray()
                .Select(order =>
                {
                    var id = order.GetProperty("stripeId").GetString();
                    var invoice = order.GetProperty("firstInvoice");
                    var amount = invoice.ValueKind == JsonValueKind.Null ? "-" : $"{invoice.GetProperty("amount").GetDecimal():0.##}";
                    var errors = order
                        .GetProperty("errors")
                        .EnumerateArray()
                        .Select(error => $" {error.GetProperty("code").GetString()} {error.GetProperty("field").GetString()}");
                    return $"{order.GetProperty("order")} {order.GetProperty("customer")}: {order.GetProperty("status")} "
                        + $"{id?[..id.LastIndexOf('_')] ?? "-"} {order.GetProperty("phases")} phases {amount}{string.Concat(errors)}";
                }),
        ];

    private static string?[] Ids(JsonElement document) =>
        [.. document.GetProperty("orders").EnumerateArray().Select(order => order.GetProperty("stripeId").GetString())];
}
