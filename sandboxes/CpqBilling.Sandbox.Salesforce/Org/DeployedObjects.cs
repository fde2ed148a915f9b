using System.Text.Json;
using System.Xml.Linq;

namespace CpqBilling.Sandbox.Salesforce.Org;

/// <summary>Objects and fields that were deployed to the org, by object name with the XML that came; kept so that a restart has them again.</summary>
/// <remarks>Several deployments of one object are kept one after another, since each may bring only some of its fields.</remarks>
internal static class DeployedObjects
{
    public const string Fact = "deployedObjects";

    public static IReadOnlyDictionary<string, string> Read(string? text) =>
        text is null ? new Dictionary<string, string>() : JsonSerializer.Deserialize<Dictionary<string, string>>(text)!;

    public static string Write(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> added)
    {
        var all = new Dictionary<string, string>(before);
        foreach (var (name, xml) in added)
            all[name] = all.TryGetValue(name, out var earlier) ? Merged(earlier, xml) : xml;
        return JsonSerializer.Serialize(all);
    }

    /// <summary>The later description with the earlier one's other fields and rules.</summary>
    private static string Merged(string earlier, string later)
    {
        var (kept, root) = (XDocument.Parse(earlier).Root!, XDocument.Parse(later).Root!);
        var names = root.Elements().Select(Key).OfType<string>().ToHashSet(StringComparer.Ordinal);
        root.Add(kept.Elements().Where(element => Key(element) is { } key ? !names.Contains(key) : root.Element(element.Name) is null));
        return root.ToString();
    }

    private static string? Key(XElement element) =>
        element.Elements().FirstOrDefault(child => child.Name.LocalName == "fullName") is { } name ? $"{element.Name.LocalName}/{name.Value}" : null;
}
