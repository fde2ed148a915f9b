using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Serialization;
using Stripe;

namespace CpqBilling.Stripe.Parameters;

/// <summary>Reads the parameters of the pinned API version from the option classes of Stripe's client.</summary>
internal static class OptionShapes
{
    private static readonly ConcurrentDictionary<Type, GroupShape> Groups = [];

    public static GroupShape Of(Type options) =>
        Groups.GetOrAdd(
            options,
            static type => new GroupShape(
                type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .Select(property => (property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name, property.PropertyType))
                    .Where(property => property.Name is not null)
                    .ToImmutableSortedDictionary(property => property.Name!, property => ShapeOf(property.PropertyType), StringComparer.Ordinal)
            )
        );

    private static ParameterShape ShapeOf(Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (!type.IsGenericType)
        {
            return Simple(type);
        }

        var arguments = type.GetGenericArguments();
        return typeof(IAnyOf).IsAssignableFrom(type) ? Either(arguments)
            : type.GetGenericTypeDefinition() == typeof(Dictionary<,>) ? new NamedShape(ShapeOf(arguments[1]))
            : new ListShape(ShapeOf(arguments[0]));
    }

    /// <summary>A value or a word: the value decides the kind.</summary>
    private static ParameterShape Either(Type[] alternatives)
    {
        var shapes = alternatives.Select(ShapeOf).ToList();
        return shapes.Find(shape => shape.Kind is not ParameterKind.Text) switch
        {
            ValueShape value => value with { Words = true },
            { } structured => structured,
            null => shapes[0],
        };
    }

    private static ParameterShape Simple(Type type) =>
        type == typeof(long) || type == typeof(int) ? new ValueShape(ParameterKind.WholeNumber)
        : type == typeof(decimal) || type == typeof(double) ? new ValueShape(ParameterKind.DecimalNumber)
        : type == typeof(bool) ? new ValueShape(ParameterKind.Flag)
        : type == typeof(DateTime) ? new ValueShape(ParameterKind.Time)
        : type == typeof(string) || typeof(StringEnum).IsAssignableFrom(type) ? new ValueShape(ParameterKind.Text)
        : Of(type);
}
