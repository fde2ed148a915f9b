using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Jobs;
using CpqBilling.Salesforce;

namespace CpqBilling.Engine.Sync;

/// <summary>A run whose steps were sent as far as it went; Salesforce does not know yet.</summary>
/// <param name="Written">What Salesforce will be told.</param>
/// <param name="Before">The calls made before the run began.</param>
internal sealed record ExecutedPlan(
    string RunId,
    HeldLease Lease,
    JournalledWriteBack Kept,
    Execution Execution,
    ResolvedWriteBack Written,
    CallCount Before
)
{
    /// <summary>The initial order of the contract, or the record that a plan without an order is for.</summary>
    public required string ContractKey { get; init; }

    /// <summary>A limit or an outage: the run stays open, and the next sync of the contract looks at it first.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Orders that a refusal left without their invoices beside the schedule.</summary>
    public ImmutableArray<string> Owed { get; init; } = [];

    public bool Writes(string recordId) =>
        Written.Fields.Any(field => field.Id == recordId)
        || Written.SyncRecords.Any(record => record.Secondary.Id == recordId || record.Primary.Id == recordId);

    /// <summary>The Stripe id a record gets by this run.</summary>
    public string? StripeIdOf(string recordId) =>
        Written.Fields.FirstOrDefault(field => field.Id == recordId && field.Field == "Stripe_ID__c")?.Value;
}

/// <summary>What an executed plan came to once Salesforce was told.</summary>
internal sealed record RecordedPlan(SyncOutcome Outcome, ImmutableArray<SyncError> Errors);
