using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CpqBilling.Storage.Tests;

/// <summary>A PostgreSQL server of its own: made in a temporary folder, on the loopback, gone afterwards.</summary>
/// <remarks>The server refuses to run as root, so it runs as the user postgres when the tests are root's.</remarks>
public sealed class PostgresProcess : IAsyncDisposable
{
    private const string Installations = "/usr/lib/postgresql";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"cpqbilling-postgres-{Guid.NewGuid():N}");

    private PostgresProcess() { }

    public int Port { get; } = FreePort();

    private static string Binaries { get; } =
        (Directory.Exists(Installations) ? Directory.GetDirectories(Installations) : [])
            .Select(version => Path.Combine(version, "bin"))
            .Where(folder => File.Exists(Path.Combine(folder, "initdb")))
            .Order(StringComparer.Ordinal)
            .LastOrDefault()
        ?? "";

    /// <summary>Starts a server with an empty database <c>postgres</c> of the user of that name.</summary>
    public static async Task<PostgresProcess> StartAsync()
    {
        if (Binaries.Length == 0)
        {
            throw new InvalidOperationException($"No PostgreSQL server in {Installations}/*/bin. Run ./test: it says what to install.");
        }

        var server = new PostgresProcess();
        Directory.CreateDirectory(server._folder);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres", server._folder);
        }

        var data = Path.Combine(server._folder, "data");
        await RunAsServerAsync("initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync");
        var options =
            $"-p {server.Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={server._folder} -c fsync=off -c max_connections=400";
        await RunAsServerAsync("pg_ctl", "-D", data, "-l", Path.Combine(server._folder, "log"), "-w", "-o", options, "start");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsServerAsync("pg_ctl", "-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private static Task RunAsServerAsync(string program, params string[] arguments) =>
        Environment.IsPrivilegedProcess
            ? RunAsync("runuser", ["-u", "postgres", "--", Path.Combine(Binaries, program), .. arguments])
            : RunAsync(Path.Combine(Binaries, program), arguments);

    /// <summary>Output is not read: the server would keep the pipe open as long as it runs.</summary>
    private static async Task RunAsync(string program, params string[] arguments)
    {
        var shell = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/", ArgumentList = { "-c", "exec \"$@\" >/dev/null 2>&1", "sh", program } };
        foreach (var argument in arguments)
        {
            shell.ArgumentList.Add(argument);
        }

        using var process = Process.Start(shell)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}: {string.Join(' ', arguments)}");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
