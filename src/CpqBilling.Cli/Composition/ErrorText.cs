using CpqBilling.Core.Errors;

namespace CpqBilling.Cli.Composition;

/// <summary>An error as one sentence for a terminal, and what to do about it.</summary>
internal static class ErrorText
{
    public static string Of(SyncError error) => $"{error.Code} {error.Message.TrimEnd('.')}. {error.Fix}";
}
