using System.Xml.Linq;

namespace CpqBilling.Sandbox.Salesforce.Schema;

/// <summary>A <c>CustomObject</c> file: labels, the name field and, for platform events, the fields an event has besides its own.</summary>
internal static class PackageObject
{
    public static ObjectSource Read(string name, XElement xml)
    {
        var label = PackageField.Text(xml, "label") ?? name;
        var isEvent = name.EndsWith("__e", StringComparison.Ordinal);
        var isSetting = PackageField.Text(xml, "customSettingsType") is not null;
        var source = new ObjectSource
        {
            Name = name,
            Label = label,
            LabelPlural = PackageField.Text(xml, "pluralLabel") ?? label,
            Owner = !isEvent && !isSetting,
            Currency = !isEvent && !isSetting,
            CustomSetting = isSetting,
        };
        if (isSetting)
            source.Fields["SetupOwnerId"] = new FieldSource
            {
                Type = "reference",
                To = ["Organization", "Profile", "User"],
                Label = "Location",
            };
        if (isEvent)
        {
            source.Fields["ReplayId"] = new FieldSource
            {
                Type = "string",
                Length = 1000,
                Readonly = true,
            };
            source.Fields["EventUuid"] = new FieldSource
            {
                Type = "string",
                Length = 36,
                Readonly = true,
            };
        }
        else
        {
            source.Fields["Name"] = NameField(xml.Element(PackageField.Ns + "nameField"));
        }
        return source;
    }

    private static FieldSource NameField(XElement? xml)
    {
        var label = xml is null ? "Name" : PackageField.Text(xml, "label");
        return xml is not null && PackageField.Text(xml, "type") == "AutoNumber"
            ? new FieldSource
            {
                Type = "auto",
                Label = label,
                Format = PackageField.Text(xml, "displayFormat") ?? "{0}",
                NameField = true,
                Readonly = true,
            }
            : new FieldSource
            {
                Type = "string",
                Label = label,
                Length = 80,
                NameField = true,
            };
    }
}
