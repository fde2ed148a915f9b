using System.Collections.Immutable;

namespace CpqBilling.Stripe.Parameters;

/// <summary>What a value of a parameter must be.</summary>
public enum ParameterKind
{
    Text,
    WholeNumber,
    DecimalNumber,
    Flag,
    Time,
    List,

    /// <summary>Named values below it.</summary>
    Group,
}

/// <summary>A parameter of a Stripe request, with what is below it: a closed union.</summary>
public abstract record ParameterShape(ParameterKind Kind)
{
    /// <summary>The shape of a child, or null when there is none of that name.</summary>
    public abstract ParameterShape? Child(string name);
}

/// <param name="Words">True when words such as <c>now</c> or <c>inf</c> may stand in its place.</param>
internal sealed record ValueShape(ParameterKind Kind, bool Words = false) : ParameterShape(Kind)
{
    public override ParameterShape? Child(string name) => null;
}

internal sealed record GroupShape(ImmutableSortedDictionary<string, ParameterShape> Children) : ParameterShape(ParameterKind.Group)
{
    public override ParameterShape? Child(string name) => Children.GetValueOrDefault(name);
}

/// <summary>Free names with values of one shape: metadata, currency options.</summary>
internal sealed record NamedShape(ParameterShape Value) : ParameterShape(ParameterKind.Group)
{
    public override ParameterShape? Child(string name) => Value;
}

internal sealed record ListShape(ParameterShape Item) : ParameterShape(ParameterKind.List)
{
    public override ParameterShape? Child(string name) => null;
}
