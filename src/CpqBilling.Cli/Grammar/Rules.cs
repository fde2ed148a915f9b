using System.CommandLine;
using System.CommandLine.Parsing;

namespace CpqBilling.Cli.Grammar;

/// <summary>Options that contradict each other, or mean nothing without another one, are refused instead of ignored.</summary>
internal static class Rules
{
    public static Command Excludes(this Command command, Option option, params Option[] others)
    {
        command.Validators.Add(result =>
        {
            foreach (var other in others.Where(other => IsGiven(result, option) && IsGiven(result, other)))
            {
                result.AddError($"{option.Name} and {other.Name} contradict each other: use one of them.");
            }
        });
        return command;
    }

    /// <summary>The option means nothing unless the needed one is there too.</summary>
    public static Command Needs(this Command command, Option option, Option needed)
    {
        command.Validators.Add(result =>
        {
            if (IsGiven(result, option) && !IsGiven(result, needed))
            {
                result.AddError($"{option.Name} means nothing without {needed.Name}.");
            }
        });
        return command;
    }

    public static bool IsGiven(SymbolResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
