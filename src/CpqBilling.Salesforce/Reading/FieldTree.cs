using CpqBilling.Core.Mapping;

namespace CpqBilling.Salesforce;

/// <summary>The SELECT list of a query, in the order added, each field once.</summary>
/// <remarks>With every parent come the lookup that leads to it and its id, so that flattened records stay connected.</remarks>
internal sealed class FieldTree
{
    private readonly List<string> _fields = [];
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public FieldTree(params IEnumerable<string> fields) => AddAll(fields);

    public string Select => string.Join(", ", _fields);

    public FieldTree AddAll(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            Add(path);
        }

        return this;
    }

    /// <summary>Adds fields of a parent.</summary>
    public FieldTree AddParent(string relationship, IEnumerable<string> paths) => AddAll(paths.Select(path => $"{relationship}.{path}"));

    public FieldTree Add(string path)
    {
        var steps = path.Split('.');
        var prefix = "";
        foreach (var step in steps[..^1])
        {
            AddField(prefix + SalesforcePath.LookupField(step));
            prefix += SalesforcePath.Relationship(step) + ".";
            AddField(prefix + "Id");
        }

        AddField(prefix + steps[^1]);
        return this;
    }

    private void AddField(string path)
    {
        if (_known.Add(path))
        {
            _fields.Add(path);
        }
    }
}
