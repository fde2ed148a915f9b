using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Records;

/// <summary>Who writes: a client of the API (everything checked), the org's own code (may set read-only fields), or a fixture (nothing checked, no hooks).</summary>
internal enum WriteMode
{
    Api,
    System,
    Fixture,
}

/// <summary>A transaction: records are written at once and undone when it is rolled back, wholly or to a savepoint.</summary>
/// <remarks>Create one while holding the org's write lock; <see cref="Commit"/> announces the changes.</remarks>
internal sealed class WriteSession(SandboxOrg org, OrgUser user)
{
    private readonly List<Action> _undo = [];
    private readonly List<(int At, RecordChange Change)> _changes = [];
    private readonly HashSet<Record> _touched = [];

    public SandboxOrg Org { get; } = org;

    public OrgUser User { get; } = user;

    public RecordStore Store => Org.Store;

    /// <summary>Plays another transaction that holds the first record a client writes.</summary>
    public bool LockFirstRow { get; set; }

    /// <summary>Whether this transaction has written a record already.</summary>
    public bool HasWritten(Record record) => _changes.Exists(entry => entry.Change.Record.Id == record.Id);

    public int Savepoint() => _undo.Count;

    public void RollbackTo(int savepoint)
    {
        for (var i = _undo.Count - 1; i >= savepoint; i--)
            _undo[i]();
        _undo.RemoveRange(savepoint, _undo.Count - savepoint);
        _changes.RemoveAll(entry => entry.At > savepoint);
    }

    public void Commit()
    {
        var changes = _changes.Select(entry => entry.Change).ToList();
        Org.Keep(_touched);
        _undo.Clear();
        _changes.Clear();
        _touched.Clear();
        if (changes.Count > 0)
            Org.Committed(changes);
    }

    public Record Insert(string type, IReadOnlyDictionary<string, object?> values, WriteMode mode = WriteMode.System) =>
        Insert(Store.Schema[type], values.ToDictionary(pair => Store.Schema[type][pair.Key], pair => pair.Value), mode);

    public Record Insert(ObjectDef type, IReadOnlyDictionary<FieldDef, object?> values, WriteMode mode = WriteMode.System, string? id = null)
    {
        var table = Store[type];
        var record = table.NewRecord(id);
        foreach (var field in type.Fields.Where(field => field.Default is not null))
            record[field] = field.Default;
        foreach (var (field, value) in values)
            record[field] = value;
        SystemFields.Stamp(record, Org, User, isNew: true, values);
        Save(new RecordChange(ChangeKind.Insert, record, null, this, mode) { Given = values }, () => table.Add(record), () => table.Remove(record));
        return record;
    }

    public void Update(Record record, IReadOnlyDictionary<string, object?> values, WriteMode mode = WriteMode.System) =>
        Update(record, values.ToDictionary(pair => record.Type[pair.Key], pair => pair.Value), mode);

    public void Update(Record record, IReadOnlyDictionary<FieldDef, object?> values, WriteMode mode = WriteMode.System) =>
        Change(record, values, mode, ChangeKind.Update);

    /// <summary>Soft: the record stays for <c>queryAll</c>.</summary>
    public void Delete(Record record, WriteMode mode = WriteMode.Api)
    {
        if (record.IsDeleted)
            return;
        Deletion.ReleaseChildren(record, mode, this);
        Change(record, new Dictionary<FieldDef, object?> { [record.Type["IsDeleted"]] = true }, mode, ChangeKind.Delete);
    }

    /// <summary>Removes a record for good; only fixtures do so.</summary>
    public void Purge(Record record)
    {
        var table = Store[record.Type];
        table.Remove(record);
        _touched.Add(record);
        _undo.Add(() => table.Add(record));
    }

    private void Change(Record record, IReadOnlyDictionary<FieldDef, object?> values, WriteMode mode, ChangeKind kind)
    {
        var table = Store[record.Type];
        var (before, sequence) = (record.Values, record.Sequence);
        var draft = new Record(record.Type, record.Id, sequence) { Values = [.. before] };
        foreach (var (field, value) in values)
            draft[field] = value;
        SystemFields.Stamp(draft, Org, User, isNew: false, values);
        var change = new RecordChange(kind, draft, before, this, mode) { Given = values };
        Save(change, () => table.Replace(record, draft.Values), () => table.Replace(record, before), record);
    }

    private void Save(RecordChange change, Action store, Action undo, Record? stored = null)
    {
        if (change.Mode != WriteMode.Fixture)
            Store.Hooks.RunBefore(change);
        SaveChecks.Check(change);
        PlayLockedRow(change);
        store();
        _touched.Add(stored ?? change.Record);
        _undo.Add(undo);
        if (change.Mode == WriteMode.Fixture)
            return;
        var done = stored is null ? change : change with { Record = stored };
        _changes.Add((_undo.Count, done));
        Store.Hooks.RunAfter(done);
    }

    private void PlayLockedRow(RecordChange change)
    {
        if (!LockFirstRow || change.Mode != WriteMode.Api)
            return;
        LockFirstRow = false;
        throw Api.RequestErrors.LockRow();
    }
}
