using System.Xml.Linq;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Org;

/// <summary>Permission sets as rows that clients can ask: the set, what it allows on objects and on fields.</summary>
internal static class PermissionSets
{
    private const string OfIntegrationUser = "CpqBilling_Integration_User";

    /// <summary>The sets our package brings, read from its own source; the integration user has the one made for it.</summary>
    public static void OfPackage(WriteSession session, string integrationUserId)
    {
        foreach (var (file, text) in EmbeddedFiles.Under("permissionsets/"))
        {
            var set = Write(session, file[..file.IndexOf('.', StringComparison.Ordinal)], XDocument.Parse(text).Root!);
            if (set.Text("Name") == OfIntegrationUser)
                session.Insert(
                    "PermissionSetAssignment",
                    new Dictionary<string, object?> { ["PermissionSetId"] = set.Id, ["AssigneeId"] = integrationUserId },
                    WriteMode.Fixture
                );
        }
    }

    /// <summary>Makes the set or takes its place; who had it keeps it.</summary>
    public static Record Write(WriteSession session, string name, XElement xml)
    {
        var known = session.Store["PermissionSet"].All.FirstOrDefault(row => row.Text("Name") == name && !row.IsDeleted);
        var values = new Dictionary<string, object?>
        {
            ["Name"] = name,
            ["Label"] = PackageField.Text(xml, "label") ?? name,
            ["PermissionsEditActivatedOrders"] = xml.Elements(PackageField.Ns + "userPermissions")
                .Any(permission => PackageField.Text(permission, "name") == "EditActivatedOrders" && IsTrue(permission, "enabled")),
        };
        if (known is null)
            known = session.Insert("PermissionSet", values, WriteMode.Fixture);
        else
            session.Update(known, values, WriteMode.Fixture);
        foreach (var table in (string[])["ObjectPermissions", "FieldPermissions"])
        foreach (var former in session.Store.Children(known, table, "ParentId"))
            session.Purge(former);
        foreach (var permission in xml.Elements(PackageField.Ns + "objectPermissions"))
            session.Insert("ObjectPermissions", OnObject(known.Id, permission), WriteMode.Fixture);
        foreach (var permission in xml.Elements(PackageField.Ns + "fieldPermissions"))
            session.Insert("FieldPermissions", OnField(known.Id, permission), WriteMode.Fixture);
        return known;
    }

    private static Dictionary<string, object?> OnObject(string setId, XElement xml) =>
        new()
        {
            ["ParentId"] = setId,
            ["SobjectType"] = PackageField.Text(xml, "object"),
            ["PermissionsRead"] = IsTrue(xml, "allowRead"),
            ["PermissionsCreate"] = IsTrue(xml, "allowCreate"),
            ["PermissionsEdit"] = IsTrue(xml, "allowEdit"),
            ["PermissionsDelete"] = IsTrue(xml, "allowDelete"),
            ["PermissionsViewAllRecords"] = IsTrue(xml, "viewAllRecords"),
            ["PermissionsModifyAllRecords"] = IsTrue(xml, "modifyAllRecords"),
        };

    private static Dictionary<string, object?> OnField(string setId, XElement xml) =>
        new()
        {
            ["ParentId"] = setId,
            ["SobjectType"] = PackageField.Text(xml, "field")?.Split('.')[0],
            ["Field"] = PackageField.Text(xml, "field"),
            ["PermissionsRead"] = IsTrue(xml, "readable"),
            ["PermissionsEdit"] = IsTrue(xml, "editable"),
        };

    private static bool IsTrue(XElement xml, string name) => PackageField.Text(xml, name) == "true";
}
