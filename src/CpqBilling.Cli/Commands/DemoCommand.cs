using System.CommandLine;

namespace CpqBilling.Cli.Commands;

/// <summary><c>demo</c>: the whole product on embedded defaults.</summary>
internal static class DemoCommand
{
    public static Command Create() => new("demo", "Play a sales team and bill its orders on embedded sandboxes.");
}
