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

    /// <summary>An object as the Metadata API carries it: fields and rules inside. Without a label it only adds to an object that is there.</summary>
    public static ObjectSource ReadWhole(string name, XElement xml)
    {
        var isWhole = PackageField.Text(xml, "label") is not null || PackageField.Text(xml, "customSettingsType") is not null;
        var source = isWhole
            ? Read(name, xml)
            : new ObjectSource
            {
                Name = name,
                Label = name,
                LabelPlural = name,
                IsWhole = false,
            };
        foreach (var field in xml.Elements(PackageField.Ns + "fields"))
            AddField(source, PackageField.Text(field, "fullName") ?? "", field);
        foreach (var rule in xml.Elements(PackageField.Ns + "validationRules"))
            AddRule(source, rule);
        return source;
    }

    public static void AddField(ObjectSource source, string name, XElement xml)
    {
        var field = PackageField.Read(xml);
        if (field is null)
            return;
        source.Fields[name] = field;
        if (field.Detail)
            source.Owner = false;
    }

    public static void AddRule(ObjectSource source, XElement xml)
    {
        if (PackageField.Text(xml, "active") != "true")
            return;
        source.ValidationRules.Add(
            new ValidationRule(
                PackageField.Text(xml, "fullName") ?? "rule",
                PackageField.Text(xml, "errorConditionFormula") ?? "false",
                PackageField.Text(xml, "errorMessage") ?? "",
                PackageField.Text(xml, "errorDisplayField")
            )
        );
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
