namespace CpqBilling.Core.Cpq;

/// <summary>All records loaded for a contract, by id, and the lookups between them.</summary>
public sealed class RecordGraph
{
    private readonly Dictionary<string, CpqRecord> _byId;
    private readonly ILookup<string, CpqRecord> _byType;

    public RecordGraph(IEnumerable<CpqRecord> records)
    {
        _byId = [];
        foreach (var record in records)
        {
            _byId[record.Id] = _byId.TryGetValue(record.Id, out var known) ? Merge(known, record) : record;
        }

        _byType = _byId.Values.ToLookup(record => record.Type);
    }

    public IEnumerable<CpqRecord> All => _byId.Values;

    /// <summary>The same records with some fields changed or added.</summary>
    public RecordGraph With(IEnumerable<CpqRecord> changes) => new(_byId.Values.Concat(changes));

    public CpqRecord? Find(string? id) => id is null ? null : _byId.GetValueOrDefault(id);

    public IEnumerable<CpqRecord> OfType(string type) => _byType[type];

    /// <summary>The record a lookup field points at, if it was loaded.</summary>
    public CpqRecord? Parent(CpqRecord? child, string lookupField) => child is null ? null : Find(child.Text(lookupField));

    /// <summary>Records of a type whose lookup field points at <paramref name="parentId"/>.</summary>
    public IEnumerable<CpqRecord> Children(string type, string lookupField, string parentId) =>
        _byType[type].Where(record => record.Text(lookupField) == parentId);

    /// <summary>One record may arrive several times with different fields: as a row and as a parent of another.</summary>
    private static CpqRecord Merge(CpqRecord first, CpqRecord second)
    {
        var fields = new Dictionary<string, object?>(first.Fields);
        foreach (var (name, value) in second.Fields)
        {
            fields[name] = value;
        }

        return new CpqRecord(first.Type, first.Id, fields);
    }
}
