using System.CommandLine;
using CpqBilling.Cli.Replay;

namespace CpqBilling.Cli.Commands;

/// <summary><c>plan</c>: what a sync would do, without doing it.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var command = new Command("plan", "Show what a sync would do, without doing it.");
        return command;
    }
}
