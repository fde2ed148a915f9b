using System.Diagnostics;
using System.Runtime.CompilerServices;
using CpqBilling.Sandbox.Stripe.Tests.Faults;

namespace CpqBilling.Sandbox.Stripe.Tests.Pages;

/// <summary>Calls of the official client for Node, counted: none may be answered wrongly, and what is not offered is known.</summary>
public sealed class ClientCallTests(ITestOutputHelper output)
{
    private static readonly string[] NotOffered =
    [
        "subscription with tax",
        "setup_intent list",
        "credit_note list",
        "tax_rate list",
        "quote list",
        "checkout.session list",
        "payment_link list",
        "dispute list",
        "billing.credit_grant list",
    ];

    [Fact]
    public async Task Calls_AreRightOrNotOffered()
    {
        await using var bench = await Bench.StartAsync();
        var start = new ProcessStartInfo("node", ["calls.mjs", bench.Sandbox.Address.ToString(), "sk_test_calls"])
        {
            WorkingDirectory = Folder(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (printed, errors) = (process.StandardOutput.ReadToEndAsync(Bench.Cancellation), process.StandardError.ReadToEndAsync(Bench.Cancellation));
        await process.WaitForExitAsync(Bench.Cancellation);
        Assert.True(process.ExitCode == 0, await errors);
        var counted = JsonNode.Parse(await printed)!;
        var (wrong, notOffered) = (Texts(counted["wrong"]), Texts(counted["notOffered"]));
        output.WriteLine(
            $"stripe for Node: {counted["tried"]} calls tried, {counted["right"]} right, {wrong.Count} wrong, {notOffered.Count} not offered: {string.Join(", ", notOffered)}"
        );
        Assert.Empty(wrong);
        Assert.Equal(NotOffered, notOffered);
        Assert.True((int)counted["right"]! >= 45, counted.ToJsonString());
    }

    private static List<string> Texts(JsonNode? list) => [.. list!.AsArray().Select(entry => (string)entry!)];

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(file))!, "node");
}
