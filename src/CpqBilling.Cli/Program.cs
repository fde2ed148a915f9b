using System.CommandLine;
using CpqBilling.Cli.Commands;
using Spectre.Console;

if (Console.IsOutputRedirected)
{
    // Files and pipes have no width of their own; tables keep their columns.
    AnsiConsole.Profile.Width = 180;
}

var root = new RootCommand("Bills Salesforce CPQ orders through Stripe.")
{
    ServeCommand.Create(),
    ConnectCommand.Create(),
    DoctorCommand.Create(),
    KeysCommand.Create(),
    DemoCommand.Create(),
    ReplayCommand.Create(),
    PlanCommand.Create(),
    SyncCommand.Create(),
    ConfigCommand.Create(),
    SandboxCommand.Create(),
    SellCommand.Create(),
    ErrorsCommand.Create(),
};

// Servers need a moment to end after Ctrl-C.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(25) });
