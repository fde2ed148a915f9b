using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Objects;

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

    public async Task<ImmutableArray<SyncError>> WriteAsync(ResolvedWriteBack writes, CancellationToken cancellation)
    {
        if (writes.IsEmpty)
        {
            return [];
        }

        var outcome = await new ResultWriter(org.Salesforce).WriteAsync(writes, cancellation);
        var refused = outcome.Refused.Select(error => error.Record.Id).ToHashSet();
        var recorded = writes
            .Fields.Where(write => write.Field == "Stripe_ID__c" && !refused.Contains(write.Id))
            .Select(write => write.Id)
            .Distinct()
            .ToList();
        await new ObjectMap(org.Database).MarkRecordedAsync(org.Facts.OrgId, recorded, cancellation);
        return outcome.Refused;
    }

    private static string? Text(StripeValue value) => value is StripeText { Value.Length: > 0 } text ? text.Value : null;
}
