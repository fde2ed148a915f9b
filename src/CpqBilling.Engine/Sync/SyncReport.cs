using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Translation;
using CpqBilling.Salesforce;

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
}

public readonly record struct CallCount(int Salesforce, int Stripe);
