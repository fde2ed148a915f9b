namespace CpqBilling.Sandbox.Stripe.Protocol;

internal enum ShapeKind
{
    Text,
    Whole,
    Exact,
    Flag,
    Time,
    Range,
    Metadata,
    Map,
    NamedMaps,
    List,
    Anything,
}

/// <summary>What one parameter may be. Trees of these describe an endpoint's whole form.</summary>
internal sealed class ParameterShape(ShapeKind kind)
{
    public const long MostDays = 36_500;
    public const long MostQuantity = 999_999_999_999_999;

    public ShapeKind Kind { get; set; } = kind;

    public Dictionary<string, ParameterShape> Fields { get; } = [];

    public ParameterShape? Element { get; set; }

    public bool IsRequired { get; set; }

    /// <summary>Whether an empty text unsets the field; otherwise it is refused.</summary>
    public bool IsEmptyable { get; set; }

    /// <summary>The only texts allowed, or for a time the words allowed beside a timestamp.</summary>
    public string[]? Words { get; set; }

    /// <summary>Known to the service and not kept here, so that whoever gives it must be told.</summary>
    public bool IsUnkept { get; set; }

    public long? Least { get; set; }

    public long? Most { get; set; }

    public int MostCharacters { get; set; } = 5000;

    public int? DecimalPlaces { get; set; }

    public Func<string, bool>? KnownInVersion { get; set; }

    public static ParameterShape Of<TOptions>() => ShapeReader.Read(typeof(TOptions));

    public static ParameterShape Nothing() => new(ShapeKind.Map) { Fields = { ["expand"] = new(ShapeKind.List) { Element = new(ShapeKind.Text) } } };

    public ParameterShape Require(params string[] paths) => Each(paths, shape => shape.IsRequired = true);

    public ParameterShape OneOf(string path, params string[] words) => Each([path], shape => shape.Words = words);

    public ParameterShape Between(string path, long? least, long? most = null) => Each([path], shape => (shape.Least, shape.Most) = (least, most));

    public ParameterShape AtMostCharacters(string path, int most) => Each([path], shape => shape.MostCharacters = most);

    public ParameterShape Places(string path, int places) => Each([path], shape => shape.DecimalPlaces = places);

    public ParameterShape Emptyable(params string[] paths) => Each(paths, shape => shape.IsEmptyable = true);

    /// <summary>Refuses fields that the sandbox does not keep, unless they are given as nothing or as false.</summary>
    public ParameterShape Unkept(params string[] paths) => Each(paths, shape => shape.IsUnkept = true);

    /// <summary>Removes fields that the client's option class has because it shares it between endpoints.</summary>
    public ParameterShape Without(params string[] paths) => Each(paths, null);

    /// <summary>Keeps, below a path, only the fields named.</summary>
    public ParameterShape Only(string path, params string[] names)
    {
        var owner = path.Length == 0 ? this : Descend(path);
        foreach (var name in owner.Fields.Keys.Except(names).ToList())
        {
            owner.Fields.Remove(name);
        }

        return this;
    }

    public ParameterShape With(string path, ParameterShape shape, Func<string, bool>? knownInVersion = null)
    {
        var cut = path.LastIndexOf('.');
        var owner = cut < 0 ? this : Descend(path[..cut]);
        shape.KnownInVersion = knownInVersion;
        owner.Fields[path[(cut + 1)..]] = shape;
        return this;
    }

    public ParameterShape Since(string path, Func<string, bool> knownInVersion) => Each([path], shape => shape.KnownInVersion = knownInVersion);

    private ParameterShape Each(IEnumerable<string> paths, Action<ParameterShape>? change)
    {
        foreach (var path in paths)
        {
            var cut = path.LastIndexOf('.');
            var owner = cut < 0 ? this : Descend(path[..cut]);
            if (change is null)
            {
                owner.Fields.Remove(path[(cut + 1)..]);
            }
            else
            {
                change(owner.Fields[path[(cut + 1)..]]);
            }
        }

        return this;
    }

    private ParameterShape Descend(string path) =>
        path.Split('.')
            .Aggregate(
                this,
                (shape, name) =>
                {
                    var field = shape.Fields[name];
                    return field.Kind == ShapeKind.List ? field.Element! : field;
                }
            );
}
