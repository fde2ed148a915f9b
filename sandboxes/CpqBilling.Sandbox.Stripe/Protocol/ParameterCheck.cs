using System.Globalization;

namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>Refuses a form that does not fit the endpoint: unknown names first, then missing ones, then wrong values.</summary>
internal static class ParameterCheck
{
    // Far enough for every contract, and near enough that calendar arithmetic cannot leave its range.
    private const long LatestTime = 9_999_999_999;

    public static void Check(RawNode form, ParameterShape shape, string version)
    {
        List<string> unknown = [];
        CollectUnknown(form, shape, "", version, unknown);
        if (unknown.Count > 0)
        {
            throw Errors.UnknownParameters(unknown);
        }

        CheckMap(form, shape, "");
    }

    private static void CollectUnknown(RawNode node, ParameterShape shape, string path, string version, List<string> unknown)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Map:
                foreach (var (name, child) in node.Children)
                {
                    var childPath = Join(path, name);
                    if (!shape.Fields.TryGetValue(name, out var field) || field.KnownInVersion?.Invoke(version) == false)
                    {
                        unknown.Add(childPath);
                    }
                    else
                    {
                        CollectUnknown(child, field, childPath, version, unknown);
                    }
                }

                break;
            case ShapeKind.List or ShapeKind.NamedMaps:
                foreach (var (name, child) in node.Children)
                {
                    CollectUnknown(child, shape.Element!, Join(path, name), version, unknown);
                }

                break;
        }
    }

    private static void CheckMap(RawNode node, ParameterShape shape, string path)
    {
        foreach (var (name, field) in shape.Fields)
        {
            if (
                field.IsRequired
                && (node.Find(name) is not { } given || (field.Kind is ShapeKind.List or ShapeKind.Map && given.Text is "" && !given.HasChildren))
            )
            {
                throw Errors.Missing(Join(path, name));
            }
        }

        foreach (var (name, child) in node.Children)
        {
            if (shape.Fields[name].IsUnkept && AsksForSomething(child))
            {
                throw Errors.Malformed($"The parameter `{Join(path, name)}` {Unkept.Sentence}.", Join(path, name));
            }

            CheckNode(child, shape.Fields[name], Join(path, name));
        }
    }

    private static bool AsksForSomething(RawNode node) =>
        node.HasChildren ? node.Children.Any(child => AsksForSomething(child.Node)) : node.Text is not (null or "" or "false");

    private static void CheckNode(RawNode node, ParameterShape shape, string path)
    {
        if (node is { HasChildren: false, Text: "" } && IsEmptyAccepted(shape))
        {
            return;
        }

        switch (shape.Kind)
        {
            case ShapeKind.Map:
                RequireChildren(node, path, "Invalid object");
                CheckMap(node, shape, path);
                break;
            case ShapeKind.NamedMaps:
                RequireChildren(node, path, "Invalid object");
                foreach (var (name, child) in node.Children)
                {
                    CheckNode(child, shape.Element!, Join(path, name));
                }

                break;
            case ShapeKind.List:
                CheckList(node, shape, path);
                break;
            case ShapeKind.Metadata:
                MetadataRules.CheckForm(node, path);
                break;
            case ShapeKind.Range when node.HasChildren:
                CheckRange(node, path);
                break;
            case ShapeKind.Anything:
                break;
            default:
                CheckScalar(node, shape, path);
                break;
        }
    }

    private static bool IsEmptyAccepted(ParameterShape shape) => shape.IsEmptyable || shape.Kind is ShapeKind.Metadata;

    private static void RequireChildren(RawNode node, string path, string message)
    {
        if (!node.HasChildren)
        {
            throw Errors.Malformed(message, path);
        }
    }

    private static void CheckList(RawNode node, ParameterShape shape, string path)
    {
        var elements = node.Elements();
        if (elements is null)
        {
            // An empty list and a list that was unset look the same on the wire.
            if (node.Text is "" && !shape.IsRequired)
            {
                return;
            }

            throw Errors.Malformed("Invalid array", path);
        }

        for (var i = 0; i < elements.Count; i++)
        {
            CheckNode(elements[i], shape.Element!, Join(path, i.ToString()));
        }
    }

    private static void CheckRange(RawNode node, string path)
    {
        foreach (var (name, child) in node.Children)
        {
            if (name is not ("gt" or "gte" or "lt" or "lte"))
            {
                throw Errors.UnknownParameters([Join(path, name)]);
            }

            CheckTime(child.Text ?? "", null, Join(path, name));
        }
    }

    private static void CheckScalar(RawNode node, ParameterShape shape, string path)
    {
        if (node.HasChildren)
        {
            throw Errors.Malformed("Invalid string: a single value is expected", path);
        }

        var text = node.Text ?? "";
        if (text.Length == 0)
        {
            throw Errors.Malformed(
                $"You passed an empty string for '{path}'. We assume empty values are an attempt to unset a parameter; however '{path}' cannot be unset. You should remove '{path}' from your request or supply a non-empty value.",
                path,
                "parameter_invalid_empty"
            );
        }

        switch (shape.Kind)
        {
            case ShapeKind.Whole:
                CheckWhole(text, shape, path);
                break;
            case ShapeKind.Exact:
                CheckExact(text, shape, path);
                break;
            case ShapeKind.Flag when text is not ("true" or "false"):
                throw Errors.Malformed($"Invalid boolean: {text}", path);
            case ShapeKind.Time or ShapeKind.Range:
                CheckTime(text, shape.Words, path);
                break;
            case ShapeKind.Text:
                CheckText(text, shape, path);
                break;
        }
    }

    private static void CheckWhole(string text, ParameterShape shape, string path)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            throw Errors.Malformed($"Invalid integer: {text}", path, "parameter_invalid_integer");
        }

        if (number < shape.Least)
        {
            throw Errors.Malformed($"This value must be greater than or equal to {shape.Least}.", path, "parameter_invalid_integer");
        }

        if (number > shape.Most)
        {
            throw Errors.Malformed($"This value must be less than or equal to {shape.Most}.", path, "parameter_invalid_integer");
        }
    }

    private static void CheckExact(string text, ParameterShape shape, string path)
    {
        var isNumber = decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
        var places = text.Contains('.') ? text.TrimEnd('0').Length - text.IndexOf('.') - 1 : 0;
        if (!isNumber || places > (shape.DecimalPlaces ?? 12))
        {
            var word = shape.DecimalPlaces == 2 ? "two" : "twelve";
            throw Errors.Malformed($"Invalid decimal: {text}; must contain at maximum {word} decimal places.", path);
        }
    }

    private static void CheckTime(string text, string[]? words, string path)
    {
        var isTime = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at) && at is >= 0 and <= LatestTime;
        if (words?.Contains(text) != true && !isTime)
        {
            throw Errors.Malformed("Invalid timestamp: must be an integer Unix timestamp in seconds", path);
        }
    }

    private static void CheckText(string text, ParameterShape shape, string path)
    {
        if (shape.Words is { } words && !words.Contains(text))
        {
            throw Errors.Malformed($"Invalid {path}: must be one of {Listed(words)}", path);
        }

        if (text.Length > shape.MostCharacters)
        {
            throw Errors.Malformed($"Invalid string: {text[..20]}…; must be at most {shape.MostCharacters} characters", path);
        }
    }

    private static string Listed(string[] words) =>
        words.Length switch
        {
            1 => words[0],
            2 => $"{words[0]} or {words[1]}",
            _ => $"{string.Join(", ", words[..^1])}, or {words[^1]}",
        };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}[{name}]";
}
