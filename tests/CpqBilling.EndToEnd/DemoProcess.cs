using System.Diagnostics;
using System.Text.Json;
using CpqBilling.EndToEnd;
using Xunit;

[assembly: AssemblyFixture(typeof(DemoProcess))]

namespace CpqBilling.EndToEnd;

/// <summary>The demo as a person starts it: the built program in a process of its own, serving until it is stopped.</summary>
public sealed class DemoProcess : IAsyncLifetime
{
    private Process? _process;

    public Uri Address { get; private set; } = null!;

    public JsonElement Document { get; private set; }

    public async ValueTask InitializeAsync()
    {
        // artifacts/bin/CpqBilling.EndToEnd/release → artifacts/bin/CpqBilling.Cli/release
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(own.Parent!.Parent!.FullName, "CpqBilling.Cli", own.Name, "cpqbilling.dll");
        var start = new ProcessStartInfo("dotnet", [program, "demo", "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Not the folder of the program: pages must find their files from anywhere.
            WorkingDirectory = Path.GetTempPath(),
        };
        _process = Process.Start(start)!;
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Orders ", StringComparison.Ordinal))
            {
                Address = new Uri(line["Orders ".Length..].Trim());
                break;
            }
        }

        Document = await ReadDocumentAsync(_process.StandardOutput);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }

    /// <summary>The document ends with the only brace in the first column.</summary>
    private static async Task<JsonElement> ReadDocumentAsync(StreamReader output)
    {
        var text = new System.Text.StringBuilder();
        while (await output.ReadLineAsync() is { } line)
        {
            text.AppendLine(line);
            if (line == "}")
            {
                break;
            }
        }

        return JsonDocument.Parse(text.ToString()).RootElement;
    }
}
