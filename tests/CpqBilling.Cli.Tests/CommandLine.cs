using CpqBilling.Cli.Commands;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>Runs a command as a person types it.</summary>
internal static class CommandLine
{
    public static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var (code, output, _) = await SaidAsync(arguments);
        return (code, output);
    }

    /// <summary>With what it says on standard error.</summary>
    public static async Task<(int Code, string Output, string Error)> SaidAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await CommandHost.RunAsync(arguments, output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString().Trim(), error.ToString().Trim());
    }

    public static Task<(int Code, string Output)> KeysAsync(params string[] arguments) => RunAsync(["keys", .. arguments]);

    public static Task<(int Code, string Output)> ConfigAsync(params string[] arguments) => RunAsync(["config", .. arguments]);

    public static Task<(int Code, string Output)> SyncAsync(params string[] arguments) => RunAsync(["sync", .. arguments]);

    public static Task<(int Code, string Output)> DoctorAsync(params string[] arguments) => RunAsync(["doctor", .. arguments]);

    public static Task<(int Code, string Output)> ConnectAsync(params string[] arguments) => RunAsync(["connect", .. arguments]);
}
