using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Api;

/// <summary>Addresses that follow a relationship, such as <c>sobjects/Order/ID/Account</c> and <c>sobjects/Account/ID/Orders</c>.</summary>
internal static class Related
{
    /// <summary>Null where the address is no such one: the last part may be the value of an external id.</summary>
    public static Func<string, JsonNode>? Of(ObjectDef type, string id, string relationship, RecordStore store)
    {
        if (SalesforceId.Normalize(id) is not { } full || store[type].Find(full) is not { IsDeleted: false } record)
            return null;
        if (type.FindRelationship(relationship) is { } lookup)
            return version => RecordJson.Full(store.Parent(record, lookup) ?? throw RequestErrors.NotFound(), version);
        if (type.FindChildren(relationship) is not { } children)
            return null;
        return version =>
        {
            var rows = store.Children(record, children.Child.Name, children.Field.Name);
            return new JsonObject
            {
                ["totalSize"] = rows.Count,
                ["done"] = true,
                ["records"] = new JsonArray([.. rows.Select(row => (JsonNode)RecordJson.Full(row, version))]),
            };
        };
    }
}
