using System.Collections.Immutable;

namespace CpqBilling.Core.Errors;

/// <summary>SYNC-9xxx: our own defects.</summary>
public static class DefectErrors
{
    public static ImmutableArray<ErrorDefinition> Definitions { get; } =
    [
        new(
            "SYNC-9000",
            "Unexpected",
            Remedy.ContactSupport,
            Retry.Never,
            "Something failed that should not be able to.",
            "Report it with the details of the run; nothing was sent after the failure."
        ),
    ];

    /// <param name="detail">What was thrown, for us.</param>
    public static SyncError Unexpected(RecordRef record, string detail) =>
        new(Of("Unexpected"), record, null, "The connector failed on this order; the run keeps the details.", Detail: detail);

    private static ErrorDefinition Of(string name) => Definitions.First(definition => definition.Name == name);
}
