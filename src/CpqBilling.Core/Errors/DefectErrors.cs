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
            "Report it with the run id; nothing was sent after the failure."
        ),
    ];

    public static SyncError Unexpected(RecordRef record, string? field = null) =>
        new(Of("Unexpected"), record, field, "The connector failed; the details are in its log.");

    private static ErrorDefinition Of(string name) => Definitions.First(definition => definition.Name == name);
}
