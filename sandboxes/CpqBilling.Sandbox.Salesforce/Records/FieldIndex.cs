using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Records;

/// <summary>Records by the value of one text field, in any case: lookups, external ids and unique fields are found without a scan.</summary>
internal sealed class FieldIndex(FieldDef field)
{
    private readonly Dictionary<string, HashSet<Record>> _byValue = new(StringComparer.OrdinalIgnoreCase);

    public void Add(Record record)
    {
        if (Key(record) is not { } key)
            return;
        if (!_byValue.TryGetValue(key, out var records))
            _byValue.Add(key, records = []);
        records.Add(record);
    }

    public void Remove(Record record)
    {
        if (Key(record) is { } key && _byValue.TryGetValue(key, out var records) && records.Remove(record) && records.Count == 0)
            _byValue.Remove(key);
    }

    public IReadOnlyCollection<Record> Find(string value) => _byValue.TryGetValue(value, out var records) ? records : [];

    private string? Key(Record record) =>
        record.Values[field.Ordinal] switch
        {
            null => null,
            string text => text,
            var other => Convert.ToString(other, System.Globalization.CultureInfo.InvariantCulture),
        };
}

/// <summary>Records by an instant, for polling by <c>LastModifiedDate</c>.</summary>
internal sealed class InstantIndex(FieldDef field)
{
    private readonly SortedSet<(DateTimeOffset At, long Sequence, Record? Record)> _byInstant = new(
        Comparer<(DateTimeOffset At, long Sequence, Record? Record)>.Create(
            (a, b) => a.At != b.At ? a.At.CompareTo(b.At) : a.Sequence.CompareTo(b.Sequence)
        )
    );

    public void Add(Record record)
    {
        if (record.Values[field.Ordinal] is DateTimeOffset at)
            _byInstant.Add((at, record.Sequence, record));
    }

    public void Remove(Record record)
    {
        if (record.Values[field.Ordinal] is DateTimeOffset at)
            _byInstant.Remove((at, record.Sequence, record));
    }

    /// <summary>Both bounds included; the caller filters again.</summary>
    public IEnumerable<Record> Between(DateTimeOffset from, DateTimeOffset to) =>
        from > to ? [] : _byInstant.GetViewBetween((from, long.MinValue, null), (to, long.MaxValue, null)).Select(entry => entry.Record!);
}
