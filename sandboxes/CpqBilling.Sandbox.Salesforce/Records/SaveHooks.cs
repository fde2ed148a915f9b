namespace CpqBilling.Sandbox.Salesforce.Records;

internal enum ChangeKind
{
    Insert,
    Update,
    Delete,
    Undelete,
}

/// <summary>One record being saved. Before saving <see cref="Record"/> is a draft that hooks may still change; afterwards it is the stored one.</summary>
internal sealed record RecordChange(ChangeKind Kind, Record Record, object?[]? Before, WriteSession Session, WriteMode Mode)
{
    /// <summary>The fields the writer named, hooks not counted.</summary>
    public IReadOnlyDictionary<Schema.FieldDef, object?> Given { get; init; } = new Dictionary<Schema.FieldDef, object?>();

    public object? Old(string field) => Before?[Record.Type[field].Ordinal];

    /// <summary>True on insert when the field has a value, on update when the value is another one.</summary>
    public bool Changed(string field) => !Equals(Old(field), Record.Values[Record.Type[field].Ordinal]);

    /// <summary>The field has just become this value.</summary>
    public bool Became(string field, object? value) => Changed(field) && Equals(Record[field], value);
}

/// <summary>Behaviour that hangs on records: standard fields kept in step, CPQ, the package's triggers, change events.</summary>
/// <remarks>Hooks run inside the transaction and may write through the change's session; throwing a <see cref="Api.SalesforceError"/> refuses the save.</remarks>
internal sealed class SaveHooks
{
    private readonly Dictionary<string, List<Action<RecordChange>>> _before = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<Action<RecordChange>>> _after = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Action<IReadOnlyList<RecordChange>>> _committed = [];

    /// <summary>Runs before validation and storing; may set fields of the draft.</summary>
    public void BeforeSave(string type, Action<RecordChange> hook) => ListFor(_before, type).Add(hook);

    /// <summary>Runs after storing; may write other records.</summary>
    public void AfterSave(string type, Action<RecordChange> hook) => ListFor(_after, type).Add(hook);

    /// <summary>Runs once a transaction is complete, with every change of it in order; fixtures are not announced.</summary>
    public void Committed(Action<IReadOnlyList<RecordChange>> hook) => _committed.Add(hook);

    public void RunBefore(RecordChange change) => Run(_before, change);

    public void RunAfter(RecordChange change) => Run(_after, change);

    public void RunCommitted(IReadOnlyList<RecordChange> changes)
    {
        foreach (var hook in _committed)
            hook(changes);
    }

    private static List<Action<RecordChange>> ListFor(Dictionary<string, List<Action<RecordChange>>> hooks, string type)
    {
        if (!hooks.TryGetValue(type, out var list))
            hooks.Add(type, list = []);
        return list;
    }

    private static void Run(Dictionary<string, List<Action<RecordChange>>> hooks, RecordChange change)
    {
        foreach (var hook in hooks.GetValueOrDefault(change.Record.Type.Name, []))
            hook(change);
    }
}
