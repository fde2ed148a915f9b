using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Translation;
using CpqBilling.Salesforce;
using NodaTime;

namespace CpqBilling.Engine.Sync;

public enum SyncOutcome
{
    /// <summary>Stripe or Salesforce were changed.</summary>
    Synced,

    /// <summary>Both hold everything already.</summary>
    Unchanged,

    /// <summary>Something must be mended first; nothing was billed.</summary>
    Rejected,

    Skipped,

    /// <summary>A remote system failed; the same sync is tried again.</summary>
    Failed,

    /// <summary>Billed as it should be, but Salesforce did not take all of what it was told; that is tried again.</summary>
    Unrecorded,
}

/// <summary>What a sync came to.</summary>
/// <param name="StripeId">Schedule, subscription or invoice of the contract.</param>
/// <param name="Written">What Salesforce was told.</param>
/// <param name="Reason">Why it was skipped.</param>
public sealed record SyncReport(
    SyncOutcome Outcome,
    ImmutableArray<SyncError> Errors,
    TranslationResult? Translation,
    string? StripeId,
    ResolvedWriteBack Written,
    CallCount Calls,
    string? Reason = null
)
{
    /// <summary>What the run knew; null where it could not read that far, and on records that are synced without an order.</summary>
    public OrderSnapshot? Snapshot { get; init; }

    /// <summary>The initial order of the contract; null when none was found.</summary>
    public string? ContractKey { get; init; }

    /// <summary>Orders that were looked at together.</summary>
    public ImmutableArray<string> ContractOrders { get; init; } = [];

    /// <summary>Orders whose time of change is that of our own write; a later one is somebody's.</summary>
    public ImmutableDictionary<string, Instant> OwnStamps { get; init; } = ImmutableDictionary<string, Instant>.Empty;

    /// <summary>The family the order belongs to, when it is another than the one that was taken: nothing was sent, and it is queued there.</summary>
    public string? MovedTo { get; init; }

    /// <summary>How long to wait before it is tried again, at least.</summary>
    public Duration NotBefore { get; init; } = Duration.Zero;

    /// <summary>The service tries again by itself, so this is not the end of it.</summary>
    public bool IsTriedAgain => Errors.Any(PlanRun.IsTransient);

    /// <summary>Nothing was sent, because the order belongs to another family than was thought.</summary>
    internal static SyncReport Moved(string family, CallCount calls) =>
        new(SyncOutcome.Skipped, [], null, null, ResolvedWriteBack.None, calls, "The order belongs to another contract.") { MovedTo = family };

    /// <summary>Nothing was read or sent.</summary>
    internal static SyncReport NotBegun(SyncError error) => new(SyncOutcome.Failed, [error], null, null, ResolvedWriteBack.None, default);
}

public readonly record struct CallCount(int Salesforce, int Stripe);
