using System.CommandLine;
using CpqBilling.Cli.Grammar;

namespace CpqBilling.Cli.Commands;

/// <summary><c>completion SHELL</c>: what makes a shell complete commands, options and their values.</summary>
internal static class CompletionCommand
{
    private static readonly Argument<string> Shell = new("SHELL") { Description = "bash, zsh, fish or powershell." };

    public static Command Create()
    {
        Shell.AcceptOnlyFromAmong([.. CompletionScripts.All.Keys]);
        var command = new Command("completion", "Print the script that completes commands, options and values in a shell.") { Shell };
        command.SetAction(result => result.InvocationConfiguration.Output.Write(CompletionScripts.All[result.GetValue(Shell)!]));
        return command;
    }
}
