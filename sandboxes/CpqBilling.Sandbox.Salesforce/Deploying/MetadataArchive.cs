using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace CpqBilling.Sandbox.Salesforce.Deploying;

/// <summary>The zip of a deployment: its manifest, and its files by their path beside the manifest.</summary>
internal sealed record MetadataArchive(XElement Manifest, IReadOnlyDictionary<string, string> Files)
{
    private const string ManifestName = "package.xml";

    public static MetadataArchive Open(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
        var manifest =
            archive.Entries.Where(entry => entry.Name == ManifestName).MinBy(entry => entry.FullName.Count(letter => letter == '/'))
            ?? throw new FormatException("No package.xml found");
        var root = manifest.FullName[..^ManifestName.Length];
        var files = archive
            .Entries.Where(entry => entry.Name.Length > 0 && entry != manifest && entry.FullName.StartsWith(root, StringComparison.Ordinal))
            .ToDictionary(entry => entry.FullName[root.Length..], Text, StringComparer.Ordinal);
        try
        {
            return new MetadataArchive(XDocument.Parse(Text(manifest)).Root!, files);
        }
        catch (XmlException error)
        {
            throw new FormatException($"package.xml: {error.Message}", error);
        }
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
