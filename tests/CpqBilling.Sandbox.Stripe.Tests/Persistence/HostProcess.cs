using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CpqBilling.Sandbox.Stripe.Tests.Persistence;

/// <summary>A sandbox in a process of its own, so that it can be killed. The process is this test program, told to be a host.</summary>
internal sealed class HostProcess : IDisposable
{
    private const string Variable = "STRIPE_SANDBOX_TEST_DATABASE";
    private readonly Process _process;

    private HostProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<HostProcess> StartAsync(string databaseFile)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(HostProcess).Assembly.Location])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment[Variable] = databaseFile;
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return new HostProcess(process, new Uri(line!));
    }

    /// <summary>Ends the process at once, as kill -9 does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    /// <summary>Runs before the test framework does. The host ends when its input is closed, so it never outlives its parent.</summary>
    [ModuleInitializer]
    internal static void BeHostIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } databaseFile)
        {
            return;
        }

        var options = new StripeSandboxOptions { DatabaseFile = databaseFile, FrozenAt = DateTimeOffset.FromUnixTimeSeconds(1_767_225_600) };
        var sandbox = StripeSandbox.StartAsync(options).GetAwaiter().GetResult();
        Console.Out.WriteLine(sandbox.Address);
        Console.Out.Flush();
        Console.In.ReadLine();
        Environment.Exit(0);
    }
}
