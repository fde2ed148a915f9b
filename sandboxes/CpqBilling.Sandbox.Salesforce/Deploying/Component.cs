using System.Xml.Linq;

namespace CpqBilling.Sandbox.Salesforce.Deploying;

/// <summary>One component of a deployment: what it is, the file it came in, its XML and, for code, its text.</summary>
/// <param name="Xml">The description; null for bundles whose description could not be read.</param>
internal sealed record Component(string Type, string FullName, string FileName, XElement Xml, string Content)
{
    /// <summary>The object a field, rule or list view belongs to, or the object itself.</summary>
    public string Owner => FullName.Split('.', '-')[0];

    public string Key => $"{Type}:{FullName}";
}
