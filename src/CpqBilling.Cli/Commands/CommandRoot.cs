using System.CommandLine;
using System.CommandLine.Parsing;

namespace CpqBilling.Cli.Commands;

/// <summary>All commands, in the order of <c>--help</c>.</summary>
internal static class CommandRoot
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Bills Salesforce CPQ orders through Stripe.")
        {
            ServeCommand.Create(),
            ConnectCommand.Create(),
            DoctorCommand.Create(),
            SettingsCommand.Create(),
            KeysCommand.Create(),
            DemoCommand.Create(),
            ReplayCommand.Create(),
            PlanCommand.Create(),
            SyncCommand.Create(),
            RetryCommand.Create(),
            StatusCommand.Create(),
            JobsCommand.Create(),
            RunsCommand.Create(),
            IssuesCommand.Create(),
            BackfillCommand.Create(),
            ReconcileCommand.Create(),
            AdoptCommand.Create(),
            ExportCommand.Create(),
            ConfigCommand.Create(),
            SandboxCommand.Create(),
            SellCommand.Create(),
            ErrorsCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            CompletionCommand.Create(),
        };
        RefuseSlips(root);
        return root;
    }

    /// <summary>An empty text comes from a variable that was not set; a misspelled option must not pass as a name or an id.</summary>
    private static void RefuseSlips(Command command)
    {
        command.Validators.Add(result =>
        {
            foreach (var child in result.Children.Where(child => child.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))))
            {
                result.AddError($"{NameOf(child)} is empty.");
            }

            foreach (var token in result.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens))
            {
                if (token.Value.StartsWith("--", StringComparison.Ordinal))
                {
                    result.AddError($"There is no option {token.Value}.");
                }
            }
        });
        foreach (var part in command.Subcommands)
        {
            RefuseSlips(part);
        }
    }

    private static string NameOf(SymbolResult result) =>
        result switch
        {
            OptionResult option => option.Option.Name,
            ArgumentResult argument => argument.Argument.Name,
            _ => "A value",
        };
}
