using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Planning;

/// <summary>A field of a Salesforce record that gets its value from a step of the plan, or a value known already.</summary>
/// <param name="Value">A <see cref="StripeRef"/> to the step, <c>ref:key#hosted_invoice_url</c> for another field of its answer, or text.</param>
public sealed record FieldWrite(RecordRef Record, string Field, StripeValue Value)
{
    private const string IdField = "Stripe_ID__c";

    /// <summary>A record keeps the id of what a step makes.</summary>
    public static FieldWrite Id(RecordRef record, string step) => Id(record, new StripeRef(step));

    public static FieldWrite Id(RecordRef record, StripeValue id) => new(record, IdField, id);

    /// <summary>Whether a record gets the id of what a step makes.</summary>
    public bool IsIdOf(RecordRef record, string step) =>
        Record == record && Field == IdField && Value is StripeRef reference && reference.Step == step;
}

public enum SyncStatus
{
    Success,
    Error,
    Resolved,
    Skipped,
}

/// <summary>A row of <c>Sync_Record__c</c>, upserted by primary and secondary id (docs/rules/plan.md 9).</summary>
public sealed record SyncRecordWrite(RecordRef Primary, RecordRef Secondary, SyncStatus Status, string Message, string? RequestId = null);

/// <summary>Everything a sync writes to Salesforce, in one composite request.</summary>
public sealed record WriteBack(ImmutableArray<FieldWrite> Fields, ImmutableArray<SyncRecordWrite> SyncRecords)
{
    public static WriteBack None { get; } = new([], []);

    /// <summary>With what people are to know of orders whose success is told.</summary>
    public WriteBack Telling(ImmutableArray<OrderNote> notes) =>
        notes.IsEmpty
            ? this
            : this with
            {
                SyncRecords = [.. SyncRecords.Select(record => record with { Message = string.Join(' ', [record.Message, .. Of(record, notes)]) })],
            };

    private static IEnumerable<string> Of(SyncRecordWrite record, ImmutableArray<OrderNote> notes) =>
        record.Status == SyncStatus.Success ? notes.Where(note => note.Order.Id == record.Secondary.Id).Select(note => note.Text) : [];

    public bool IsEmpty => Fields.IsEmpty && SyncRecords.IsEmpty;
}
