using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Api;

/// <summary>One object as the describe calls tell it.</summary>
internal static class ObjectDescription
{
    public static JsonObject Summary(ObjectDef type, string version)
    {
        var (isEvent, isData) = (type.IsPlatformEvent, !type.IsSystem && !type.IsPlatformEvent);
        var url = $"/services/data/v{version}/sobjects/{type.Name}";
        return new JsonObject
        {
            ["activateable"] = false,
            ["associateEntityType"] = null,
            ["associateParentEntity"] = null,
            ["createable"] = isData || isEvent,
            ["custom"] = type.IsCustom,
            ["customSetting"] = type.IsCustomSetting,
            ["deepCloneable"] = false,
            ["deletable"] = isData,
            ["deprecatedAndHidden"] = false,
            ["feedEnabled"] = false,
            ["hasSubtypes"] = false,
            ["isInterface"] = false,
            ["isSubtype"] = false,
            ["keyPrefix"] = type.KeyPrefix,
            ["label"] = type.Label,
            ["labelPlural"] = type.LabelPlural,
            ["layoutable"] = isData,
            ["mergeable"] = type.Name is "Account" or "Contact",
            ["mruEnabled"] = isData,
            ["name"] = type.Name,
            ["queryable"] = !isEvent,
            ["replicateable"] = isData,
            ["retrieveable"] = !isEvent,
            ["searchable"] = isData,
            ["triggerable"] = isData || isEvent,
            ["undeletable"] = isData,
            ["updateable"] = isData,
            ["urls"] = new JsonObject
            {
                ["sobject"] = url,
                ["describe"] = url + "/describe",
                ["rowTemplate"] = url + "/{ID}",
            },
        };
    }

    public static JsonObject Full(ObjectDef type, string version)
    {
        var json = Summary(type, version);
        json["fields"] = new JsonArray([.. type.Fields.Select(field => (JsonNode)FieldDescription.Of(field))]);
        json["childRelationships"] = new JsonArray([
            .. type.Children.Select(child =>
                (JsonNode)
                    new JsonObject
                    {
                        ["cascadeDelete"] = child.Field.IsDetail,
                        ["childSObject"] = child.Child.Name,
                        ["deprecatedAndHidden"] = false,
                        ["field"] = child.Field.Name,
                        ["junctionIdListNames"] = new JsonArray(),
                        ["junctionReferenceTo"] = new JsonArray(),
                        ["relationshipName"] = child.Name,
                        ["restrictedDelete"] = false,
                    }
            ),
        ]);
        json["recordTypeInfos"] = new JsonArray(
            new JsonObject
            {
                ["active"] = true,
                ["available"] = true,
                ["defaultRecordTypeMapping"] = true,
                ["developerName"] = "Master",
                ["master"] = true,
                ["name"] = "Master",
                ["recordTypeId"] = "012000000000000AAA",
            }
        );
        json["supportedScopes"] = new JsonArray(new JsonObject { ["label"] = "All " + type.LabelPlural.ToLowerInvariant(), ["name"] = "everything" });
        return json;
    }
}
