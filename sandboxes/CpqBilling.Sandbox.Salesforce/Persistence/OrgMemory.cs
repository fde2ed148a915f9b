using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Persistence;

/// <summary>Puts a stored org back in place: records with their ids and order, auto-numbers where they stood, users.</summary>
internal static class OrgMemory
{
    public static void Recall(SandboxOrg org, OrgDatabase database)
    {
        foreach (var (typeName, id, fields) in database.Read())
            if (org.Schema.All.FirstOrDefault(type => type.Name == typeName) is { } type)
                Recall(org.Store[type], id, fields);
        foreach (var row in org.Store["User"].All)
            org.Users[row.Text("Username")!] = User(org, row);
    }

    /// <summary>Fields that no longer exist are forgotten.</summary>
    private static void Recall(Table table, string id, JsonObject fields)
    {
        var record = table.NewRecord(id);
        foreach (var field in table.Type.AllFields.Where(field => field.Name != "Id" && field.Type != FieldType.Address))
            record[field] =
                fields[field.Name] is { } node ? FieldInput.Convert(field, node)
                : field.Type == FieldType.Boolean ? false
                : null;
        SystemFields.NoteAutoNumbers(record, table);
        table.Add(record);
    }

    private static OrgUser User(SandboxOrg org, Record row)
    {
        var permissions = org
            .Store.Children(row, "PermissionSetAssignment", "AssigneeId")
            .Select(assignment => org.Store.Parent(assignment, "PermissionSetId"));
        return new OrgUser(
            row.Id,
            row.Text("Username")!,
            row.Text("Name") ?? "",
            row.Text("Email") ?? "",
            permissions.Any(set => set?.IsTrue("PermissionsEditActivatedOrders") == true)
        );
    }
}
