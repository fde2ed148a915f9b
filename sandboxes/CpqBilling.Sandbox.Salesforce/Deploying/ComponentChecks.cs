using System.Xml.Linq;
using CpqBilling.Sandbox.Salesforce.Formulas;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Deploying;

/// <summary>Whether components refer to what is in the org or comes with them: fields of layouts, list views and permission sets, targets of lookups, classes, formulas.</summary>
internal sealed class ComponentChecks
{
    private readonly OrgSchema _schema;
    private readonly HashSet<string> _coming;
    private readonly Func<string, bool> _isClass;

    /// <param name="schema">What the org has.</param>
    /// <param name="coming">What the same deployment brings.</param>
    /// <param name="isClass">Whether the org has an Apex class of a name already.</param>
    public ComponentChecks(OrgSchema schema, IEnumerable<Component> coming, Func<string, bool> isClass) =>
        (_schema, _coming, _isClass) = (schema, coming.Select(component => component.Key).ToHashSet(StringComparer.OrdinalIgnoreCase), isClass);

    /// <summary>Why the component cannot be deployed; null when it can.</summary>
    public string? ProblemOf(Component component) =>
        component.Type switch
        {
            "CustomField" => OfField(component),
            "ValidationRule" => OfFormula(PackageField.Text(component.Xml, "errorConditionFormula")),
            "ListView" => Fields(component.Xml.Elements(PackageField.Ns + "columns"), component.Owner, "columns"),
            "CompactLayout" => Fields(component.Xml.Elements(PackageField.Ns + "fields"), component.Owner, "fields"),
            "Layout" => Fields(
                component.Xml.Descendants(PackageField.Ns + "layoutItems").Elements(PackageField.Ns + "field"),
                component.Owner,
                "field"
            ),
            "PermissionSet" => OfPermissionSet(component.Xml),
            _ => null,
        };

    private string? OfField(Component field)
    {
        if (!HasObject(field.Owner))
            return $"Entity of type '{field.Owner}' is not available in this organization";
        var target = PackageField.Text(field.Xml, "referenceTo");
        return target is not null && !HasObject(target)
            ? $"In field: referenceTo - no CustomObject named {target} found"
            : OfFormula(PackageField.Text(field.Xml, "formula"));
    }

    private static string? OfFormula(string? formula)
    {
        try
        {
            if (formula is not null)
                new FormulaParser(formula).Parse();
            return null;
        }
        catch (FormatException error)
        {
            return $"Error: {error.Message}";
        }
    }

    private string? OfPermissionSet(XElement set)
    {
        foreach (var permission in set.Elements(PackageField.Ns + "objectPermissions"))
            if (PackageField.Text(permission, "object") is { } name && !HasObject(name))
                return $"In field: object - no CustomObject named {name} found";
        foreach (var permission in set.Elements(PackageField.Ns + "fieldPermissions"))
            if (PackageField.Text(permission, "field") is { } name && !HasField(name))
                return $"In field: field - no CustomField named {name} found";
        foreach (var access in set.Elements(PackageField.Ns + "classAccesses"))
            if (PackageField.Text(access, "apexClass") is { } name && !_coming.Contains($"ApexClass:{name}") && !_isClass(name))
                return $"In field: apexClass - no ApexClass named {name} found";
        return null;
    }

    /// <summary>Only custom fields are looked up: pages name standard ones by words of their own, such as <c>CREATED_DATE</c>.</summary>
    private string? Fields(IEnumerable<XElement> names, string owner, string element) =>
        names
            .Select(name => name.Value.Trim())
            .Where(name => name.EndsWith("__c", StringComparison.Ordinal) && !name.Contains('.', StringComparison.Ordinal))
            .FirstOrDefault(name => !HasField($"{owner}.{name}"))
            is { } missing
            ? $"In field: {element} - no CustomField named {owner}.{missing} found"
            : null;

    private bool HasObject(string name) => _schema.Find(name) is not null || _coming.Contains($"CustomObject:{name}");

    private bool HasField(string name) =>
        _coming.Contains($"CustomField:{name}") || (name.Split('.') is [var owner, var field] && _schema.Find(owner)?.Find(field) is not null);
}
