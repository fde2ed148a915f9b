using System.Globalization;
using System.Xml.Linq;

namespace CpqBilling.Sandbox.Salesforce.Schema;

/// <summary>A <c>CustomField</c> file in the words of a description file.</summary>
internal static class PackageField
{
    public static readonly XNamespace Ns = "http://soap.sforce.com/2006/04/metadata";

    public static string? Text(XElement xml, string name) => xml.Element(Ns + name)?.Value.Trim();

    /// <summary>Null for a file that only changes a standard field's picklist or tracking and so has no type.</summary>
    public static FieldSource? Read(XElement xml)
    {
        if (Text(xml, "type") is not { } type)
            return null;
        var formula = Text(xml, "formula");
        var valueSet = xml.Element(Ns + "valueSet");
        return new FieldSource
        {
            Type = TypeName(type),
            Label = Text(xml, "label"),
            Length = Number(xml, "length"),
            Precision = Number(xml, "precision"),
            Scale = Number(xml, "scale"),
            Required = IsTrue(xml, "required") || type == "MasterDetail",
            Detail = type == "MasterDetail",
            Createonly = type == "MasterDetail" && !IsTrue(xml, "reparentableMasterDetail"),
            Unique = IsTrue(xml, "unique"),
            ExternalId = IsTrue(xml, "externalId"),
            CaseSensitive = IsTrue(xml, "caseSensitive"),
            Html = type == "Html" || (formula?.Contains("HYPERLINK(", StringComparison.OrdinalIgnoreCase) ?? false),
            Format = Text(xml, "displayFormat"),
            Formula = formula,
            Rollup = type == "Summary",
            Help = Text(xml, "inlineHelpText"),
            To = Text(xml, "referenceTo") is { } to ? [to] : [],
            Children = Text(xml, "relationshipName") is { } children ? children + "__r" : null,
            Values = Values(valueSet),
            Restricted = valueSet is not null && IsTrue(valueSet, "restricted"),
            Default = DefaultValue(xml, type, valueSet),
        };
    }

    private static string TypeName(string type) =>
        type switch
        {
            "Text" => "string",
            "TextArea" => "textarea",
            "LongTextArea" or "Html" => "longtextarea",
            "Checkbox" => "boolean",
            "Number" => "double",
            "AutoNumber" => "auto",
            "Lookup" or "MasterDetail" or "MetadataRelationship" => "reference",
            "MultiselectPicklist" => "multipicklist",
            "Summary" => "double",
            "EncryptedText" => "encryptedstring",
            _ => type.ToLowerInvariant(),
        };

    private static List<string> Values(XElement? valueSet) =>
        valueSet is null
            ? []
            : [.. valueSet.Descendants(Ns + "value").Where(v => Text(v, "isActive") != "false").Select(v => Text(v, "fullName")).OfType<string>()];

    private static object? DefaultValue(XElement xml, string type, XElement? valueSet)
    {
        if (valueSet?.Descendants(Ns + "value").FirstOrDefault(v => IsTrue(v, "default")) is { } value)
            return Text(value, "fullName");
        return (type, Text(xml, "defaultValue")) switch
        {
            (_, null) => null,
            ("Checkbox", var text) => text == "true",
            ("Number" or "Currency" or "Percent", var text)
                when decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => number,
            (_, var text) => text.Trim('"', '\''),
        };
    }

    private static bool IsTrue(XElement xml, string name) => Text(xml, name) == "true";

    private static int Number(XElement xml, string name) => int.TryParse(Text(xml, name), CultureInfo.InvariantCulture, out var number) ? number : 0;
}
