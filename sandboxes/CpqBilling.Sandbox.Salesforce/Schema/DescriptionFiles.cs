using System.Text.Json;

namespace CpqBilling.Sandbox.Salesforce.Schema;

/// <summary>The description files of standard and CPQ objects, one per object, embedded from <c>Schema/Objects</c>.</summary>
internal static class DescriptionFiles
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public static IEnumerable<ObjectSource> Read()
    {
        foreach (var (_, text) in EmbeddedFiles.Under("schema/"))
            yield return JsonSerializer.Deserialize<ObjectSource>(text, Options)!;
    }
}

/// <summary>Text resources of this assembly by the start of their logical name.</summary>
internal static class EmbeddedFiles
{
    public static IEnumerable<(string Name, string Text)> Under(string prefix)
    {
        var assembly = typeof(EmbeddedFiles).Assembly;
        foreach (
            var name in assembly
                .GetManifestResourceNames()
                .Select(n => n.Replace('\\', '/'))
                .Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        )
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name[prefix.Length..], reader.ReadToEnd());
        }
    }
}
