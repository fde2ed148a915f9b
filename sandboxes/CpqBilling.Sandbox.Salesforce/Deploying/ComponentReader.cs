using System.Xml;
using System.Xml.Linq;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Deploying;

/// <summary>Finds what a manifest names in the files beside it. What is named and not there, or cannot be read, is a refusal of that component alone.</summary>
internal sealed class ComponentReader(MetadataArchive archive)
{
    private readonly List<Component> _found = [];
    private readonly List<DeployMessage> _refused = [];

    public (IReadOnlyList<Component> Found, IReadOnlyList<DeployMessage> Refused) Read()
    {
        foreach (var types in archive.Manifest.Elements(PackageField.Ns + "types"))
        foreach (var member in types.Elements(PackageField.Ns + "members"))
            Read(PackageField.Text(types, "name") ?? "", member.Value.Trim());
        return (_found, _refused);
    }

    private void Read(string type, string member)
    {
        if (ComponentType.InObject.TryGetValue(type, out var element))
            ReadInFile(
                type,
                member,
                $"objects/{member.Split('.')[0]}.object",
                element,
                member[(member.IndexOf('.', StringComparison.Ordinal) + 1)..]
            );
        else if (type == "CustomLabel")
            ReadInFile(type, member, "labels/CustomLabels.labels", "labels", member);
        else if (ComponentType.Find(type) is { } known)
            ReadFile(known, member);
        else
            Refuse(type, member, ManifestFile, $"The sandbox does not take components of type {type}.");
    }

    private const string ManifestFile = "package.xml";

    private void ReadInFile(string type, string member, string path, string element, string name)
    {
        if (Xml(type, member, path, archive.Files.GetValueOrDefault(path)) is not { } file)
            return;
        if (file.Elements(PackageField.Ns + element).FirstOrDefault(child => PackageField.Text(child, "fullName") == name) is { } found)
            _found.Add(new Component(type, member, path, found, found.ToString()));
        else
            Refuse(type, member, path, Missing(type, member));
    }

    private void ReadFile(ComponentType type, string member)
    {
        var path = type.PathOf(member);
        if (!archive.Files.TryGetValue(path, out var content))
        {
            Refuse(type.Name, member, ManifestFile, Missing(type.Name, member));
            return;
        }
        var described = archive.Files.TryGetValue(path + "-meta.xml", out var meta) ? path + "-meta.xml" : path;
        if (Xml(type.Name, member, described, meta ?? content) is not { } xml)
            return;
        if (xml.Name.LocalName != type.RootOf(member))
            Refuse(type.Name, member, described, $"The file holds {xml.Name.LocalName}, not {type.Name}.");
        else
            _found.Add(new Component(type.Name, member, path, xml, content));
    }

    private XElement? Xml(string type, string member, string path, string? text)
    {
        if (text is null)
        {
            Refuse(type, member, ManifestFile, Missing(type, member));
            return null;
        }
        try
        {
            return XDocument.Parse(text).Root;
        }
        catch (XmlException error)
        {
            _refused.Add(
                new DeployMessage(type, member, path, $"Error parsing file: {error.Message}") { Line = error.LineNumber, Column = error.LinePosition }
            );
            return null;
        }
    }

    private void Refuse(string type, string member, string file, string problem) => _refused.Add(new DeployMessage(type, member, file, problem));

    private static string Missing(string type, string member) =>
        $"An object '{member}' of type {type} was named in package.xml, but was not found in zipped directory";
}
