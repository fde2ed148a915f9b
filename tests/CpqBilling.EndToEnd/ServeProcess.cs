using System.Diagnostics;
using Xunit;

namespace CpqBilling.EndToEnd;

/// <summary>The service as somebody starts it for the first time: an installation without anybody and without an org.</summary>
internal sealed class ServeProcess : IAsyncDisposable
{
    private const string Invitation = "Make the first administrator: ";
    private readonly Process _process;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serve-");

    private ServeProcess()
    {
        // artifacts/bin/CpqBilling.EndToEnd/release → artifacts/bin/CpqBilling.Cli/release
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(own.Parent!.Parent!.FullName, "CpqBilling.Cli", own.Name, "cpqbilling.dll");
        string[] arguments = [program, "serve", "--data", _folder.FullName, "--urls", "http://localhost:0"];
        _process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() })!;
    }

    /// <summary>The link that makes the first administrator.</summary>
    public Uri FirstRun { get; private set; } = null!;

    public static async Task<ServeProcess> StartAsync()
    {
        var started = new ServeProcess();
        while (started.FirstRun is null)
        {
            var line = await started._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.True(line is not null, "The service ended before it printed the link.");
            if (line.Contains(Invitation, StringComparison.Ordinal))
            {
                started.FirstRun = new Uri(line[(line.IndexOf(Invitation, StringComparison.Ordinal) + Invitation.Length)..].Trim());
            }
        }

        return started;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
