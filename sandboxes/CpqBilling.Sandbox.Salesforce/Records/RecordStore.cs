using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Records;

/// <summary>The records of the org by object. Reading needs the org's read lock, writing goes through a <see cref="WriteSession"/>.</summary>
internal sealed class RecordStore(OrgSchema schema)
{
    private readonly Dictionary<ObjectDef, Table> _tables = [];

    public OrgSchema Schema { get; } = schema;

    public SaveHooks Hooks { get; } = new();

    public IEnumerable<Table> Tables => _tables.Values;

    public Table this[ObjectDef type]
    {
        get
        {
            lock (_tables)
            {
                if (!_tables.TryGetValue(type, out var table))
                    _tables.Add(type, table = new Table(type));
                return table;
            }
        }
    }

    public Table this[string type] => this[Schema[type]];

    /// <summary>A record by id (15 or 18 characters), deleted ones included.</summary>
    public Record? Find(string? id) =>
        id is not null && SalesforceId.Normalize(id) is { } full && Schema.FindByPrefix(full) is { } type ? this[type].Find(full) : null;

    /// <summary>The record a lookup points to; null when empty or deleted.</summary>
    public Record? Parent(Record record, FieldDef lookup) => Find(record[lookup] as string) is { IsDeleted: false } parent ? parent : null;

    public Record? Parent(Record record, string lookup) => Parent(record, record.Type[lookup]);

    /// <summary>Living records that point to <paramref name="parent"/> through a lookup, in order of creation.</summary>
    public IReadOnlyList<Record> Children(Record parent, string childType, string lookup)
    {
        var table = this[childType];
        return [.. table.Find(table.Type[lookup], parent.Id).Where(child => !child.IsDeleted).OrderBy(child => child.Sequence)];
    }
}
