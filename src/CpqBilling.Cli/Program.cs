using System.CommandLine;
using CpqBilling.Cli.Commands;

var root = new RootCommand("Bills Salesforce CPQ orders through Stripe.")
{
    DemoCommand.Create(),
    ReplayCommand.Create(),
    PlanCommand.Create(),
    SandboxCommand.Create(),
    ErrorsCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
