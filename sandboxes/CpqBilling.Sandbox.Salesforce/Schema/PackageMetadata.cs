using System.Xml.Linq;

namespace CpqBilling.Sandbox.Salesforce.Schema;

/// <summary>Our package's objects and fields, read from its own Salesforce DX source so that the sandbox cannot drift from what is deployed.</summary>
/// <remarks>Paths are <c>X/X.object-meta.xml</c>, <c>X/fields/F.field-meta.xml</c> and <c>X/validationRules/R.validationRule-meta.xml</c>.</remarks>
internal static class PackageMetadata
{
    public static void MergeInto(Dictionary<string, ObjectSource> sources)
    {
        var files = EmbeddedFiles.Under("package/").Select(file => (Path: file.Name.Split('/'), Xml: XDocument.Parse(file.Text).Root!)).ToList();
        foreach (var (path, xml) in files.Where(file => file.Path[^1].EndsWith(".object-meta.xml", StringComparison.Ordinal)))
            if (!sources.ContainsKey(path[0]))
                sources.Add(path[0], PackageObject.Read(path[0], xml));
        foreach (var (path, xml) in files.Where(file => file.Path[^1].EndsWith(".field-meta.xml", StringComparison.Ordinal)))
            PackageObject.AddField(Owner(sources, path[0]), PackageField.Text(xml, "fullName") ?? path[^1][..^".field-meta.xml".Length], xml);
        foreach (var (path, xml) in files.Where(file => file.Path[^1].EndsWith(".validationRule-meta.xml", StringComparison.Ordinal)))
            PackageObject.AddRule(Owner(sources, path[0]), xml);
    }

    private static ObjectSource Owner(Dictionary<string, ObjectSource> sources, string name)
    {
        if (!sources.TryGetValue(name, out var source))
            sources.Add(
                name,
                source = new ObjectSource
                {
                    Name = name,
                    Label = name,
                    LabelPlural = name,
                }
            );
        return source;
    }
}
