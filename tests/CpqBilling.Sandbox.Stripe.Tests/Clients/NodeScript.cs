using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CpqBilling.Sandbox.Stripe.Tests.Clients;

/// <summary>A script for Node with clients that others wrote; ./test installs their packages.</summary>
internal static class NodeScript
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>What the script printed, after it ended well.</summary>
    public static async Task<JsonNode> RunAsync(string script, string input = "", params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [script, .. arguments])
        {
            WorkingDirectory = Folder(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var (printed, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), patience.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, await errors);
        return JsonNode.Parse(await printed)!;
    }

    public static List<string> Texts(JsonNode? list) => [.. list!.AsArray().Select(entry => (string)entry!)];

    private static string Folder([CallerFilePath] string file = "")
    {
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(file))!, "node");
        Assert.True(
            File.Exists(Path.Combine(folder, "node_modules", ".installed")),
            $"The npm packages are missing: run ./test, which installs them, or npm ci in {folder}."
        );
        return folder;
    }
}
