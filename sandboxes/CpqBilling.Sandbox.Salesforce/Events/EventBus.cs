using System.Collections.Concurrent;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Events;

/// <summary>Turns committed changes into events: a change event for each record a transaction touched, platform events as they were published.</summary>
internal sealed class EventBus
{
    private readonly SandboxOrg _org;
    private readonly ConcurrentDictionary<string, EventSchema> _schemas = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, EventSchema> _byId = new(StringComparer.Ordinal);
    private long _commits;

    public EventBus(SandboxOrg org)
    {
        _org = org;
        Log = new EventLog(org.Clock);
        org.Store.Hooks.Committed(OnCommitted);
    }

    public EventLog Log { get; }

    /// <summary>The schema of a topic; null when there is no such topic.</summary>
    public EventSchema? SchemaOf(string topic) =>
        topic == Topics.AllChanges ? Known(topic, EventSchema.HeaderOnly)
        : Topics.ObjectOf(topic, _org.Schema) is not { } type ? null
        : SchemaOf(type);

    public EventSchema? FindSchema(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Tells subscribers that changes were lost: they must load the records themselves.</summary>
    /// <param name="recordIds">Empty for an overflow, which concerns every record of the object.</param>
    public StoredEvent PublishGap(ObjectDef type, string changeType, string[] recordIds)
    {
        var header = Header(type, recordIds, changeType, "", _org.IntegrationUser.Id);
        var schema = SchemaOf(type);
        return Log.Add(Topics.OfChanges(type), schema.Id, EventPayload.OfChange(schema, header, null, _ => false));
    }

    private EventSchema SchemaOf(ObjectDef type) =>
        Known(
            $"{type.Name} {_org.Schema.MultiCurrency}",
            () => type.IsPlatformEvent ? EventSchema.OfPlatformEvent(type) : EventSchema.OfChanges(type)
        );

    private EventSchema Known(string key, Func<EventSchema> make)
    {
        var schema = _schemas.GetOrAdd(key, _ => make());
        return _byId.GetOrAdd(schema.Id, schema);
    }

    private void OnCommitted(IReadOnlyList<RecordChange> changes)
    {
        Interlocked.Increment(ref _commits);
        var (transaction, sequence) = (Guid.NewGuid().ToString(), 0);
        foreach (var ofRecord in changes.GroupBy(change => change.Record.Id, StringComparer.Ordinal))
        {
            var (first, last) = (ofRecord.First(), ofRecord.Last());
            if (first.Record.Type.IsPlatformEvent)
                Log.Add(
                    Topics.OfPlatformEvent(first.Record.Type),
                    SchemaOf(first.Record.Type).Id,
                    EventPayload.OfPlatformEvent(SchemaOf(first.Record.Type), first.Record)
                );
            else if (Topics.IsTracked(first.Record.Type))
                Add(first, last, transaction, ++sequence);
        }
    }

    /// <summary>Several writes of one transaction to a record are one event, from what was before the first to what is after the last.</summary>
    private void Add(RecordChange first, RecordChange last, string transaction, int sequence)
    {
        var (type, now) = (first.Record.Type, last.Record.Values);
        var changeType =
            last.Kind == ChangeKind.Delete ? "DELETE"
            : first.Kind == ChangeKind.Insert ? "CREATE"
            : first.Kind == ChangeKind.Undelete ? "UNDELETE"
            : "UPDATE";
        if (changeType == "DELETE" && first.Kind == ChangeKind.Insert)
            return;
        bool IsChanged(FieldDef field) => !Equals(first.Before?[field.Ordinal], now[field.Ordinal]);
        bool IsCarried(FieldDef field) => changeType is "CREATE" or "UNDELETE" || (changeType == "UPDATE" && IsChanged(field));
        var schema = SchemaOf(type);
        var header = Header(
            type,
            [first.Record.Id],
            changeType,
            first.Mode == WriteMode.Api ? "com/salesforce/api/rest/65.0" : "",
            first.Session.User.Id
        );
        if (changeType == "UPDATE")
            header = header with
            {
                ChangedFields = FieldBitmaps.Of(schema, IsChanged),
                NulledFields = FieldBitmaps.Of(schema, field => IsChanged(field) && now[field.Ordinal] is null),
            };
        Log.Add(
            Topics.OfChanges(type),
            schema.Id,
            EventPayload.OfChange(schema, header with { TransactionKey = transaction, SequenceNumber = sequence }, now, IsCarried)
        );
    }

    private ChangeHeader Header(ObjectDef type, string[] recordIds, string changeType, string origin, string user) =>
        new(type.Name, recordIds, changeType, origin, user)
        {
            TransactionKey = Guid.NewGuid().ToString(),
            At = _org.Clock.Now,
            CommitNumber = Interlocked.Read(ref _commits),
        };
}
