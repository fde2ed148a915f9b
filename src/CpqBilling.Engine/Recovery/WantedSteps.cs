using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Records;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Journal;

namespace CpqBilling.Engine.Recovery;

/// <summary>What would be sent for a contract as it stands now, at the moment an earlier run was made: equal work has equal keys.</summary>
internal sealed class WantedSteps(BillingOrg org)
{
    public async Task<Wanted> ReadAsync(UnfinishedRun run, CancellationToken cancellation)
    {
        var id = run.TriggerOrderId ?? run.ContractKey;
        var record = new RecordRef(SalesforceId.TypeOf(id) ?? "Order", id);
        return record.Type == "Order" ? await OfOrderAsync(run, id, cancellation) : await OfRecordAsync(record, cancellation);
    }

    private async Task<Wanted> OfOrderAsync(UnfinishedRun run, string orderId, CancellationToken cancellation)
    {
        var read = await new SnapshotReader(org).ReadAsync(orderId, cancellation, run.StartedAt);
        if (read.Snapshot is not { } snapshot)
        {
            return Of(read.Error!);
        }

        var wanted = Of(CheckedTranslation.Of(snapshot));
        return wanted with { IsChangedInStripe = wanted.IsChangedInStripe && IsSoldAlike(run, snapshot) };
    }

    /// <summary>Whether the run was made for what is sold now; not, where that cannot be read.</summary>
    public async Task<bool> IsSoldAlikeAsync(UnfinishedRun run, CancellationToken cancellation) =>
        run.TriggerOrderId is { } orderId
        && (await new SnapshotReader(org).ReadAsync(orderId, cancellation, run.StartedAt)).Snapshot is { } snapshot
        && IsSoldAlike(run, snapshot);

    private static bool IsSoldAlike(UnfinishedRun run, OrderSnapshot snapshot) =>
        JournalledWriteBack.Read(run.WriteBackJson)?.Sent is { } sent
        && snapshot.Contract.Value is { } contract
        && SoldRecords.Fingerprint(sent.Sold) == SoldRecords.Fingerprint(SoldRecords.Of(contract, snapshot.Records));

    private async Task<Wanted> OfRecordAsync(RecordRef record, CancellationToken cancellation)
    {
        var read = await new RecordSnapshotReader(org).ReadAsync(record, cancellation);
        return read.Snapshot is { } snapshot ? Of(RecordTranslator.Translate(snapshot)) : Of(read.Error!);
    }

    private static Wanted Of(SyncError error) => PlanRun.IsTransient(error) ? new Wanted(error, false, []) : Wanted.Nothing;

    private static Wanted Of(TranslationResult translation) =>
        translation switch
        {
            Translated { Plan: var plan } => new Wanted(null, true, plan.Steps),
            TranslatedRecord { Plan: var plan } => new Wanted(null, true, plan.Steps),
            Rejected { Errors: var errors } => Wanted.Nothing with { IsChangedInStripe = errors.All(error => error.Definition.Code[5] == '7') },
            _ => Wanted.Nothing,
        };
}

/// <param name="Unread">Set when it could not be found out.</param>
/// <param name="IsTranslated">The contract can be billed as it stands.</param>
internal sealed record Wanted(SyncError? Unread, bool IsTranslated, ImmutableArray<PlanStep> Steps)
{
    public static Wanted Nothing { get; } = new(null, false, []);

    /// <summary>Nothing is wrong with the contract and it is sold as before, but Stripe holds what nobody told it: the half of a plan looks so.</summary>
    public bool IsChangedInStripe { get; init; }

    /// <summary>A change that is not needed any more although its contract is billed as before: Stripe has made it.</summary>
    public bool HasBeenMade(JournalledStep entry) => IsTranslated && !entry.Step.IsCreate && Steps.All(step => step.Key != entry.Step.Key);

    /// <summary>Whether the very request is wanted still: the same bytes on the same state.</summary>
    public bool Holds(string orgId, JournalledStep entry, ReferenceResolver answers) =>
        Steps.FirstOrDefault(step => step.Key == entry.Step.Key) is { } step
        && SentRequest.Of(orgId, step, entry.KeyGeneration, answers)?.IdempotencyKey == entry.IdempotencyKey;
}
