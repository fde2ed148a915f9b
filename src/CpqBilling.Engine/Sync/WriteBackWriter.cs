using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Salesforce;
using NodaTime;

namespace CpqBilling.Engine.Sync;

/// <summary>Turns the write-back of a plan into ids and links and sends it to Salesforce.</summary>
public sealed class WriteBackWriter(BillingOrg org)
{
    private const string DashboardLogs = "https://dashboard.stripe.com/";

    /// <summary>What could be resolved: after a failure only the objects that were made.</summary>
    public ResolvedWriteBack Resolve(WriteBack writeBack, ReferenceResolver answers) =>
        new(
            [
                .. writeBack
                    .Fields.Where(write => write.Value is not StripeRef reference || answers.Knows(reference))
                    .Select(write => new ResolvedFieldWrite(write.Record.Type, write.Record.Id, write.Field, Text(answers.Resolve(write.Value)))),
                .. OrderStatuses.Of(writeBack.SyncRecords),
            ],
            [
                .. writeBack.SyncRecords.Select(record => new ResolvedSyncRecord(
                    record.Primary,
                    record.Secondary,
                    record.Status,
                    record.Message,
                    record.RequestId is null ? null : $"{DashboardLogs}{(org.Stripe.IsTestMode ? "test/" : "")}logs/{record.RequestId}"
                )),
            ]
        );

    /// <returns>What was refused, and which records have their ids now.</returns>
    public async Task<WrittenBack> WriteAsync(ResolvedWriteBack writes, CancellationToken cancellation)
    {
        if (writes.IsEmpty)
        {
            return WrittenBack.Nothing;
        }

        var outcome = await new ResultWriter(org.Salesforce).WriteAsync(writes, cancellation);
        var refused = outcome.Refused.Select(error => error.Record.Id).ToHashSet();
        var recorded = writes
            .Fields.Where(write => write.Field == "Stripe_ID__c" && !refused.Contains(write.Id))
            .Select(write => write.Id)
            .Distinct()
            .ToImmutableArray();
        return new WrittenBack(outcome.Refused, recorded) { OwnStamps = outcome.OwnStamps };
    }

    private static string? Text(StripeValue value) => value is StripeText { Value.Length: > 0 } text ? text.Value : null;
}

/// <param name="Recorded">Records that have their Stripe id in Salesforce now: one found without it from here on was cleared by hand.</param>
public sealed record WrittenBack(ImmutableArray<SyncError> Refused, ImmutableArray<string> Recorded)
{
    public static WrittenBack Nothing { get; } = new([], []);

    /// <inheritdoc cref="WriteOutcome.OwnStamps"/>
    public ImmutableDictionary<string, Instant> OwnStamps { get; init; } = ImmutableDictionary<string, Instant>.Empty;
}
