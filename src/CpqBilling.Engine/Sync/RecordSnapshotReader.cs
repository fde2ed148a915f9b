using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Records;
using CpqBilling.Core.Translation;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Objects;
using CpqBilling.Stripe.Reading;

namespace CpqBilling.Engine.Sync;

/// <summary>Loads what the translation of one record without an order may know.</summary>
public sealed class RecordSnapshotReader(BillingOrg org)
{
    internal RecordRequest Request =>
        new(org.Mappings) { MultiCurrency = org.MultiCurrency, OrderItemPaths = MeterSpec.PathsOf(org.Settings.MeterEventName) };

    public async Task<RecordSnapshotRead> ReadAsync(RecordRef subject, CancellationToken cancellation) =>
        await new RecordReader(org.Salesforce).ReadAsync(subject, Request, cancellation) switch
        {
            SalesforceAnswer<RecordGraph>.Found found => await OfAsync(
                found.Value,
                subject with
                {
                    Id = SalesforceId.Full(subject.Id),
                },
                cancellation
            ),
            SalesforceAnswer<RecordGraph>.Refused refused => new RecordSnapshotRead(null, refused.Error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>Adds what Stripe holds to records that were read already: nothing is asked for what is remembered.</summary>
    public async Task<RecordSnapshotRead> OfAsync(RecordGraph records, RecordRef subject, CancellationToken cancellation)
    {
        var snapshot = new RecordSnapshot
        {
            Records = records,
            Subject = subject,
            Settings = org.Settings,
            Mappings = org.Mappings,
            Org = org.Facts,
        };
        var list = RecordReadList.For(snapshot);
        var map = new ObjectMap(org.Database);
        var known = await map.LookupAsync(org.Facts.OrgId, [.. list.Ids.Select(named => named.Id)], cancellation);
        var owners = new[] { subject.Id, records.Find(subject.Id)?.Text("Product2Id") }.OfType<string>().ToList();
        var former = await map.FormerIdsAsync(org.Facts.OrgId, owners, cancellation);
        var reader = new StripeStateReader(org.Stripe);
        return await reader.ReadAsync(list, new RememberedStripe(known, former), org.Settings.MetadataPrefix, cancellation) switch
        {
            StripeWasRead read => new RecordSnapshotRead(snapshot with { Stripe = read.Snapshot }, null),
            StripeNotRead { Error: var error } => new RecordSnapshotRead(
                null,
                error.Record.Id == subject.Id ? error with { Record = subject } : error
            ),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}

/// <summary>A snapshot, or the error that kept it from being read.</summary>
public sealed record RecordSnapshotRead(RecordSnapshot? Snapshot, SyncError? Error);
