using CpqBilling.Engine.Application.Access;

namespace CpqBilling.Cli.Composition;

/// <summary>Who runs a command, as the audit names them.</summary>
internal static class CommandActor
{
    public static Actor Here { get; } = Actor.OnMachine($"{Environment.UserName} on {Environment.MachineName}");
}
