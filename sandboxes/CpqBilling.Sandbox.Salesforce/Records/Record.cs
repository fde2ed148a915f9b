using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Records;

/// <summary>One record. Values are string, bool, decimal, <see cref="DateOnly"/> or <see cref="DateTimeOffset"/>; ids are strings of 18 characters.</summary>
/// <remarks>Formulas and other calculated fields are evaluated on reading.</remarks>
internal sealed class Record(ObjectDef type, string id, long sequence)
{
    public ObjectDef Type { get; } = type;

    public string Id { get; } = id;

    /// <summary>Order of creation: the order of rows that a query does not sort.</summary>
    public long Sequence { get; } = sequence;

    public object?[] Values { get; set; } = new object?[type.Width];

    public bool IsDeleted => this["IsDeleted"] is true;

    public object? this[FieldDef field]
    {
        get => field.Evaluate is { } evaluate ? evaluate(this) : Values[field.Ordinal];
        set => Values[field.Ordinal] = value;
    }

    public object? this[string field]
    {
        get => this[Type[field]];
        set => this[Type[field]] = value;
    }

    public string? Text(string field) => this[field] as string;

    public decimal? Number(string field) => this[field] as decimal?;

    public DateOnly? Date(string field) => this[field] as DateOnly?;

    public bool IsTrue(string field) => this[field] is true;

    public override string ToString() => $"{Type.Name} {Id}";
}
