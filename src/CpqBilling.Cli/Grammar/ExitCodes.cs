namespace CpqBilling.Cli.Grammar;

/// <summary>How a command tells a script what came of it.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Something was refused, or needs a person.</summary>
    public const int Refused = 1;

    /// <summary>The command line is wrong; nothing was done.</summary>
    public const int WrongUse = 2;

    /// <summary>Ended by Ctrl-C before it was done.</summary>
    public const int Interrupted = 130;
}
