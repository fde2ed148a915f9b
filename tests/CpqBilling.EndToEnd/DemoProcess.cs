using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace CpqBilling.EndToEnd;

/// <summary>The demo as a person starts it: the built program in a process of its own, serving until it is stopped.</summary>
internal sealed class DemoProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Dictionary<string, Uri> _addresses = [];

    private DemoProcess(Process process) => _process = process;

    /// <summary>The pages of orders.</summary>
    public Uri Address => _addresses["Orders"];

    public Uri Stripe => _addresses["Stripe"];

    public Uri Salesforce => _addresses["Salesforce"];

    public JsonElement Document { get; private set; }

    /// <summary>True once the process has ended, however it did.</summary>
    public bool HasExited => _process.HasExited;

    /// <param name="data">Folder that is kept between starts; null keeps nothing.</param>
    public static DemoProcess Begin(string? data)
    {
        // artifacts/bin/CpqBilling.EndToEnd/release → artifacts/bin/CpqBilling.Cli/release
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(own.Parent!.Parent!.FullName, "CpqBilling.Cli", own.Name, "cpqbilling.dll");
        string[] arguments = [program, "demo", "--json", .. data is null ? [] : new[] { "--data", data }];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Not the folder of the program: pages must find their files from anywhere.
            WorkingDirectory = Path.GetTempPath(),
        };
        return new DemoProcess(Process.Start(start)!);
    }

    /// <summary>Reads what the demo tells when all is synced: its document, then the addresses of its servers.</summary>
    public async Task<DemoProcess> ServingAsync()
    {
        var document = await ReadDocumentAsync(_process.StandardOutput);
        Assert.True(document.Length > 0, "The demo ended: " + (document.Length > 0 ? "" : await _process.StandardError.ReadToEndAsync()));
        Document = JsonDocument.Parse(document).RootElement;
        while (_addresses.Count < 3 && await _process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var name, var address])
            {
                if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp)
                {
                    _addresses[name] = uri;
                }
            }
        }

        return this;
    }

    /// <summary>Ends the process at once, as kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    /// <summary>The document ends with the only brace in the first column.</summary>
    private static async Task<string> ReadDocumentAsync(StreamReader output)
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

        return text.ToString();
    }
}
