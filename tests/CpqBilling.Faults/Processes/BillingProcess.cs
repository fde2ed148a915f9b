using System.Diagnostics;
using CpqBilling.Engine.Installations;

namespace CpqBilling.Faults.Processes;

/// <summary>The program itself, as a process of its own.</summary>
internal sealed class BillingProcess : IDisposable
{
    /// <summary>What takes longer never ends: the slowest takes seconds.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private BillingProcess(Process process)
    {
        _process = process;
        (_output, _error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    public static BillingProcess Start(InstallationOptions installation, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "cpqbilling.dll") },
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["CPQBILLING_DATA"] = installation.Folder;
        if (installation.Database is { } database)
        {
            start.Environment["CPQBILLING_DATABASE"] = database;
            start.Environment["CPQBILLING_MASTERKEY"] = installation.MasterKey;
        }

        return new BillingProcess(Process.Start(start)!);
    }

    public bool HasExited => _process.HasExited;

    /// <param name="name">As <c>kill</c> knows it: STOP, CONT.</param>
    public void Signal(string name)
    {
        using var kill = Process.Start(
            new ProcessStartInfo("kill") { ArgumentList = { $"-{name}", $"{_process.Id}" }, RedirectStandardError = true }
        )!;
        kill.WaitForExit();
    }

    /// <summary>SIGKILL: nothing in it runs any more.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <returns>Exit code and everything it said.</returns>
    public async Task<(int Code, string Said)> EndAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Longest);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Kill();
            throw new TimeoutException($"The process did not end within {Longest.TotalMinutes} minutes. It said: {await _output}{await _error}");
        }

        return (_process.ExitCode, (await _output + await _error).Trim());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
