using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CpqBilling.Sandbox.Salesforce.Tests;

/// <summary>Runs clients that others wrote; they come from npm and are put in place by the repository's test script.</summary>
internal static class NodeClient
{
    public static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "node");

    public static string Package(string path)
    {
        var full = Path.Combine(Folder(), "node_modules", path);
        Assert.True(File.Exists(full), $"{full} is missing: run ./test, which installs the packages with npm ci, or npm ci in {Folder()}.");
        return full;
    }

    public static async Task<(int Exit, string Output, string Errors)> RunAsync(
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null
    )
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Folder(),
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"node {string.Join(' ', arguments)} did not end within three minutes.");
        }
        return (process.ExitCode, await output, await errors);
    }
}
