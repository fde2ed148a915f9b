using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Xml;
using Stripe;

namespace CpqBilling.Sandbox.Stripe.Tests.Silence;

/// <summary>One value that a call of the client can send, such as <c>items[0][price_data][currency]</c>, with the words its documentation names.</summary>
internal sealed record ClientParameter(string Path, Type Type, IReadOnlyList<string> Words)
{
    public string Name => Path.EndsWith(']') ? Path[(Path.LastIndexOf('[') + 1)..^1] : Path;
}

/// <summary>Reads the parameters of the client's option classes, and their words from the documentation that comes with it.</summary>
internal sealed partial class ClientParameters
{
    private readonly Dictionary<string, string[]> _words = [];

    public static ClientParameters Load()
    {
        var read = new ClientParameters();
        using var reader = XmlReader.Create(Path.ChangeExtension(typeof(StripeClient).Assembly.Location, ".xml"));
        while (reader.ReadToFollowing("member"))
        {
            if (reader.GetAttribute("name") is { } name && name.StartsWith("P:", StringComparison.Ordinal) && name.Contains("Options."))
            {
                var text = reader.ReadInnerXml();
                var list = text.IndexOf("One of:", StringComparison.Ordinal);
                if (list >= 0)
                {
                    read._words[name[2..]] = [.. Word().Matches(text[list..]).Select(match => match.Groups[1].Value)];
                }
            }
        }

        return read;
    }

    public IEnumerable<ClientParameter> Of(Type options) => Under(options, "");

    private IEnumerable<ClientParameter> Under(Type options, string path)
    {
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name is { } name && name != "expand")
            {
                var words = _words.GetValueOrDefault($"{property.DeclaringType!.FullName!.Replace('+', '.')}.{property.Name}", []);
                foreach (var parameter in Leaves(property.PropertyType, path.Length == 0 ? name : $"{path}[{name}]", words))
                {
                    yield return parameter;
                }
            }
        }
    }

    private IEnumerable<ClientParameter> Leaves(Type type, string path, string[] words)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsGenericType && plain.Name.StartsWith("List", StringComparison.Ordinal))
        {
            return Leaves(plain.GetGenericArguments()[0], $"{path}[0]", words);
        }

        if (plain.IsGenericType && plain.Name.Contains("Dictionary"))
        {
            var value = plain.GetGenericArguments()[1];
            return value == typeof(string) ? [new ClientParameter($"{path}[note]", typeof(string), words)] : Leaves(value, $"{path}[eur]", words);
        }

        if (plain.IsGenericType && plain.Name.StartsWith("AnyOf", StringComparison.Ordinal))
        {
            return Leaves(plain.GetGenericArguments()[0], path, words);
        }

        return typeof(INestedOptions).IsAssignableFrom(plain) ? Under(plain, path) : [new ClientParameter(path, plain, words)];
    }

    [GeneratedRegex("<c>([a-z0-9_]+)</c>")]
    private static partial Regex Word();
}
