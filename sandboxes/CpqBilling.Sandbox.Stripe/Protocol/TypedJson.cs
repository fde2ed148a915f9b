using System.Globalization;

namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>Turns a part of a form into JSON with the types its parameters have, so that clients can read it back.</summary>
internal static class TypedJson
{
    /// <summary>The field of the option class as the answer shows it; null when it was not given or was unset.</summary>
    public static JsonNode? Of<TOptions>(Parameters form, string name) =>
        form.IsUnset(name) || form.Node.Find(name) is not { } node ? null : Of(node, Shapes<TOptions>.Shape.Fields[name]);

    private static JsonNode? Of(RawNode node, ParameterShape shape) =>
        shape.Kind switch
        {
            ShapeKind.Map => Object(node, name => shape.Fields[name]),
            ShapeKind.NamedMaps => Object(node, _ => shape.Element!),
            ShapeKind.List => new JsonArray([.. (node.Elements() ?? []).Select(element => Of(element, shape.Element!))]),
            ShapeKind.Whole or ShapeKind.Time when long.TryParse(node.Text, CultureInfo.InvariantCulture, out var number) => number,
            // Exact amounts travel as texts; the few other decimals are numbers.
            ShapeKind.Exact when shape.DecimalPlaces is null && decimal.TryParse(node.Text, CultureInfo.InvariantCulture, out var number) => number,
            ShapeKind.Flag => node.Text == "true",
            _ => node.ToJson(),
        };

    private static JsonObject Object(RawNode node, Func<string, ParameterShape> shapeOf)
    {
        var result = new JsonObject();
        foreach (var (name, child) in node.Children)
        {
            result[name] = Of(child, shapeOf(name));
        }

        return result;
    }

    private static class Shapes<TOptions>
    {
        public static readonly ParameterShape Shape = ParameterShape.Of<TOptions>();
    }
}
