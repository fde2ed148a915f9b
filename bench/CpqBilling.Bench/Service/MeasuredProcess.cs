using System.Diagnostics;
using System.Text.RegularExpressions;

namespace CpqBilling.Bench.Service;

/// <summary>The program as a process of its own, whose processor time and memory are read from outside.</summary>
internal sealed partial class MeasuredProcess : IDisposable
{
    private readonly Process _process;

    private MeasuredProcess(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>The first address it told.</summary>
    public Uri Address { get; }

    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Returns when it has told an address.</summary>
    public static async Task<MeasuredProcess> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "cpqbilling.dll") },
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Told().Match(line) is { Success: true } told)
            {
                // Nobody may wait for a reader.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new MeasuredProcess(process, new Uri(told.Value));
            }
        }

        throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode} before it told an address.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    [GeneratedRegex(@"http://(localhost|127\.0\.0\.1):\d+")]
    private static partial Regex Told();
}
