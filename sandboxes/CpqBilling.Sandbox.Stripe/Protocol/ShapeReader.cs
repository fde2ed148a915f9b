using System.Reflection;
using System.Text.Json.Serialization;

namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>Reads the parameters of an endpoint from the option class of the pinned client, so that the two cannot drift apart.</summary>
internal static class ShapeReader
{
    public static ParameterShape Read(Type options)
    {
        var shape = new ParameterShape(ShapeKind.Map);
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name;
            if (name is null)
            {
                continue;
            }

            var field = ReadType(property.PropertyType);
            // The client leaves fields that can be emptied out of its automatic serialization, to tell "unset" from "not given".
            // Parts of an address may be emptied one by one.
            field.IsEmptyable =
                field.Kind == ShapeKind.Metadata
                || options.Name == "AddressOptions"
                || property.GetCustomAttribute<JsonIgnoreAttribute>() is not null;
            field.DecimalPlaces = name.EndsWith("_decimal", StringComparison.Ordinal) ? 12 : null;
            shape.Fields[name] = field;
        }

        return shape;
    }

    private static ParameterShape ReadType(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(string))
        {
            return new(ShapeKind.Text);
        }

        if (plain == typeof(long) || plain == typeof(int))
        {
            return new(ShapeKind.Whole);
        }

        if (plain == typeof(decimal) || plain == typeof(double))
        {
            return new(ShapeKind.Exact);
        }

        if (plain == typeof(bool))
        {
            return new(ShapeKind.Flag);
        }

        if (plain == typeof(DateTime))
        {
            return new(ShapeKind.Time);
        }

        return plain.IsGenericType ? ReadGeneric(plain) : ReadNested(plain);
    }

    private static ParameterShape ReadNested(Type type) =>
        type.Assembly == typeof(Sdk.BaseOptions).Assembly && !type.IsEnum ? Read(type) : new(ShapeKind.Anything);

    private static ParameterShape ReadGeneric(Type type)
    {
        var arguments = type.GetGenericArguments();
        if (type.GetGenericTypeDefinition() == typeof(List<>))
        {
            return new(ShapeKind.List) { Element = ReadType(arguments[0]) };
        }

        if (type.Name.StartsWith("Dictionary", StringComparison.Ordinal) || type.Name.StartsWith("IDictionary", StringComparison.Ordinal))
        {
            return arguments[1] == typeof(string) ? new(ShapeKind.Metadata) : new(ShapeKind.NamedMaps) { Element = ReadType(arguments[1]) };
        }

        return type.Name.StartsWith("AnyOf", StringComparison.Ordinal) ? ReadChoice(arguments) : new(ShapeKind.Anything);
    }

    private static ParameterShape ReadChoice(Type[] choices)
    {
        var first = Nullable.GetUnderlyingType(choices[0]) ?? choices[0];
        if (first == typeof(DateTime) && choices[1] == typeof(Sdk.DateRangeOptions))
        {
            return new(ShapeKind.Range);
        }

        return first == typeof(DateTime) ? new(ShapeKind.Time) { Words = Words(choices[1]) } : new(ShapeKind.Anything);
    }

    private static string[] Words(Type enumeration) =>
        [
            .. enumeration.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)?.ToString()).OfType<string>(),
            .. enumeration
                .GetProperties(BindingFlags.Public | BindingFlags.Static)
                .Select(property => property.GetValue(null)?.ToString())
                .OfType<string>(),
        ];
}
