using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Records;

/// <summary>All records of one object with their indexes. Changes go through it, so that indexes never lie.</summary>
internal sealed class Table
{
    private readonly Dictionary<string, Record> _byId = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, Record> _inOrder = [];
    private readonly Dictionary<FieldDef, FieldIndex> _indexes = [];
    private readonly Dictionary<FieldDef, InstantIndex> _instants = [];
    private readonly int _isDeleted;
    private long _lastNumber;
    private long _lastSequence;

    public Table(ObjectDef type)
    {
        Type = type;
        _isDeleted = type["IsDeleted"].Ordinal;
        ChooseIndexes();
    }

    public ObjectDef Type { get; }

    public int Count => _byId.Count;

    public int DeletedCount { get; private set; }

    public IEnumerable<Record> All => _inOrder.Values;

    public Dictionary<FieldDef, long> AutoNumbers { get; } = [];

    public Record NewRecord(string? id = null)
    {
        id ??= SalesforceId.Make(Type.KeyPrefix, ++_lastNumber);
        _lastNumber = Math.Max(_lastNumber, SalesforceId.NumberOf(id));
        var record = new Record(Type, id, ++_lastSequence);
        record["Id"] = id;
        return record;
    }

    /// <summary>A record by its 18-character id, deleted ones included.</summary>
    public Record? Find(string id) => _byId.GetValueOrDefault(id);

    public bool HasIndex(FieldDef field) => _indexes.ContainsKey(field);

    public IReadOnlyCollection<Record> Find(FieldDef field, string value) => _indexes[field].Find(value);

    public InstantIndex? Instants(FieldDef field) => _instants.GetValueOrDefault(field);

    public void Add(Record record)
    {
        _byId.Add(record.Id, record);
        _inOrder.Add(record.Sequence, record);
        Index(record);
    }

    public void Remove(Record record)
    {
        Unindex(record);
        _byId.Remove(record.Id);
        _inOrder.Remove(record.Sequence);
    }

    public void Replace(Record record, object?[] values)
    {
        Unindex(record);
        record.Values = values;
        Index(record);
    }

    /// <summary>After the object has got other fields: records grow to its width with the fields' defaults, indexes are made anew.</summary>
    public void Refit()
    {
        var records = _inOrder.Values.ToList();
        DeletedCount = 0;
        foreach (var (field, last) in AutoNumbers.ToList())
        {
            AutoNumbers.Remove(field);
            AutoNumbers[Type[field.Name]] = last;
        }
        _indexes.Clear();
        _instants.Clear();
        ChooseIndexes();
        foreach (var record in records)
        {
            var known = record.Values.Length;
            record.Values = [.. record.Values, .. Type.AllFields.Skip(known).Select(field => field.Default)];
            Index(record);
        }
    }

    public void Clear()
    {
        foreach (var record in _byId.Values.ToList())
            Remove(record);
        AutoNumbers.Clear();
        (_lastNumber, _lastSequence) = (0, 0);
    }

    private void ChooseIndexes()
    {
        foreach (var field in Type.Fields.Where(field => field.IsIndexed))
        {
            if (field.Type == FieldType.DateTime)
                _instants.Add(field, new InstantIndex(field));
            else
                _indexes.Add(field, new FieldIndex(field));
        }
    }

    private void Index(Record record)
    {
        DeletedCount += record.Values[_isDeleted] is true ? 1 : 0;
        foreach (var index in _indexes.Values)
            index.Add(record);
        foreach (var index in _instants.Values)
            index.Add(record);
    }

    private void Unindex(Record record)
    {
        DeletedCount -= record.Values[_isDeleted] is true ? 1 : 0;
        foreach (var index in _indexes.Values)
            index.Remove(record);
        foreach (var index in _instants.Values)
            index.Remove(record);
    }
}
