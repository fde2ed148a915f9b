using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Org;

namespace CpqBilling.Sandbox.Salesforce.Fixtures;

/// <summary>Every record of the org in the shape fixtures are loaded in, with real ids. Users and the org itself are left out.</summary>
internal static class FixtureDump
{
    public static JsonObject Of(SandboxOrg org)
    {
        var dump = new JsonObject { ["multiCurrency"] = org.Schema.MultiCurrency };
        foreach (var type in org.Schema.Objects.Where(type => !type.IsSystem))
        {
            var rows = new JsonArray();
            foreach (var record in org.Store[type].All)
            {
                var row = new JsonObject([
                    .. type
                        .Fields.Where(field => field.Name != "IsDeleted" && record.Values[field.Ordinal] is not null)
                        .Select(field => KeyValuePair.Create(field.Name, RecordJson.Value(record.Values[field.Ordinal], field))),
                ]);
                if (record.IsDeleted)
                    row["_deleted"] = true;
                rows.Add(row);
            }
            if (rows.Count > 0)
                dump[type.Name] = rows;
        }
        return dump;
    }
}
