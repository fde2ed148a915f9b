using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Stripe.Tests.Faults;

namespace CpqBilling.Sandbox.Stripe.Tests.Pages;

/// <summary>The service's own client for Node must take the sandbox for the real thing.</summary>
public sealed class NodeClientTests
{
    [Fact]
    public async Task Tour_OfTheMainCalls()
    {
        var folder = Folder();
        Assert.True(
            Directory.Exists(Path.Combine(folder, "node_modules", "stripe")),
            $"The stripe package is missing: run ./test, which installs it, or npm ci in {folder}."
        );
        await using var bench = await Bench.StartAsync();
        var start = new ProcessStartInfo("node", ["tour.mjs", bench.Sandbox.Address.ToString(), "sk_test_node"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Bench.Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, await errors);
        var seen = JsonNode.Parse(await output)!;
        Assert.Equal([55003, 1601, 1601], seen["invoices"]!.AsArray().Select(invoice => (int)invoice!["total"]!)); // 5 × 1000.5 + 50000; 2 × 1000.5 less 20 %
        Assert.Equal(("paid", "released", "resource_missing"), ((string)seen["paid"]!, (string)seen["released"]!, (string)seen["refusal"]!));
        Assert.Equal("invoice.finalized", (string)seen["events"]![0]!);
    }

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(file))!, "node");
}
