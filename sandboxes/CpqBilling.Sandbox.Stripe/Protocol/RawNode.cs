namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>One node of the decoded form: either a text or named children, in the order they arrived.</summary>
internal sealed class RawNode
{
    private readonly List<string> _order = [];
    private Dictionary<string, RawNode>? _children;

    public string? Text { get; set; }

    public bool HasChildren => _children is not null;

    public IEnumerable<(string Name, RawNode Node)> Children => _order.Select(name => (name, _children![name]));

    public RawNode? Find(string name) => _children is not null && _children.TryGetValue(name, out var node) ? node : null;

    public RawNode Child(string name)
    {
        _children ??= [];
        if (!_children.TryGetValue(name, out var child))
        {
            _children[name] = child = new RawNode();
            _order.Add(name);
        }

        return child;
    }

    /// <summary>Takes a node of another tree under the given name.</summary>
    public void Adopt(string name, RawNode node)
    {
        Child(name);
        _children![name] = node;
    }

    /// <summary>The element an empty index such as <c>items[][price]</c> means: the last one, unless it has that member already.</summary>
    public RawNode NextElement(IReadOnlyList<string> rest)
    {
        if (rest.Count > 0 && _order.Count > 0 && _children![_order[^1]].Lookup(rest) is null)
        {
            return _children[_order[^1]];
        }

        return Child(_order.Count.ToString());
    }

    /// <summary>List elements by index; clients may number them with gaps or out of order.</summary>
    public IReadOnlyList<RawNode>? Elements()
    {
        if (_children is null)
        {
            return null;
        }

        var indexed = new SortedDictionary<int, RawNode>();
        foreach (var (name, node) in Children)
        {
            if (!int.TryParse(name, out var index) || index < 0)
            {
                return null;
            }

            indexed[index] = node;
        }

        return [.. indexed.Values];
    }

    /// <summary>The body as nested JSON, for the request log.</summary>
    public JsonNode? ToJson()
    {
        if (_children is null)
        {
            return Text;
        }

        if (Elements() is { } elements)
        {
            return new JsonArray([.. elements.Select(e => e.ToJson())]);
        }

        var result = new JsonObject();
        foreach (var (name, node) in Children)
        {
            result[name] = node.ToJson();
        }

        return result;
    }

    /// <summary>A text that is equal for two forms with the same parameters, whatever their order.</summary>
    public string Fingerprint() =>
        _children is null
            ? $"\"{Text}\""
            : "{" + string.Join(",", _order.Order(StringComparer.Ordinal).Select(name => $"{name}:{_children[name].Fingerprint()}")) + "}";

    private RawNode? Lookup(IReadOnlyList<string> path)
    {
        var node = this;
        foreach (var name in path)
        {
            if (name.Length == 0)
            {
                return null;
            }

            node = node.Find(name);
            if (node is null)
            {
                return null;
            }
        }

        return node;
    }
}
