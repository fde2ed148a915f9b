using System.CommandLine;
using CpqBilling.Cli.Commands;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>Runs a command as a person types it.</summary>
internal static class CommandLine
{
    public static async Task<(int Code, string Output)> RunAsync(Command command, params string[] arguments)
    {
        await using var output = new StringWriter();
        var code = await command.Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken);
        return (code, output.ToString().Trim());
    }

    public static Task<(int Code, string Output)> KeysAsync(params string[] arguments) => RunAsync(KeysCommand.Create(), arguments);

    public static Task<(int Code, string Output)> ConfigAsync(params string[] arguments) => RunAsync(ConfigCommand.Create(), arguments);

    public static Task<(int Code, string Output)> SyncAsync(params string[] arguments) => RunAsync(SyncCommand.Create(), arguments);

    public static Task<(int Code, string Output)> DoctorAsync(params string[] arguments) => RunAsync(DoctorCommand.Create(), arguments);

    public static Task<(int Code, string Output)> ConnectAsync(params string[] arguments) => RunAsync(ConnectCommand.Create(), arguments);
}
