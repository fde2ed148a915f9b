using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Api;

/// <summary>One field as describe tells it.</summary>
internal static class FieldDescription
{
    public static JsonObject Of(FieldDef field)
    {
        var isText = field.Type.IsText() || field.Type.IsId();
        return new JsonObject
        {
            ["aggregatable"] = field.IsFilterable && field.Type != FieldType.Boolean,
            ["autoNumber"] = field.IsAutoNumber,
            ["byteLength"] = isText ? field.Length * 3 : 0,
            ["calculated"] = field.IsComputed || field.IsRollUp,
            ["calculatedFormula"] = field.Formula,
            ["cascadeDelete"] = field.IsDetail,
            ["caseSensitive"] = field.IsCaseSensitive,
            ["compoundFieldName"] = field.CompoundField,
            ["createable"] = field.IsCreateable,
            ["custom"] = field.IsCustom,
            ["defaultValue"] = field.Default is bool ? RecordJson.Value(field.Default) : null,
            ["defaultedOnCreate"] = field.Default is not null || IsKeptByOrg(field),
            ["deprecatedAndHidden"] = false,
            ["digits"] = field.Type == FieldType.Int ? field.Precision : 0,
            ["encrypted"] = false,
            ["externalId"] = field.IsExternalId,
            ["extraTypeInfo"] =
                field.IsLongText ? (field.IsHtml ? "richtextarea" : "plaintextarea")
                : field.Type == FieldType.TextArea ? "plaintextarea"
                : null,
            ["filterable"] = field.IsFilterable,
            ["groupable"] =
                field.IsFilterable && field.Type is not (FieldType.Double or FieldType.Currency or FieldType.Percent or FieldType.DateTime),
            ["htmlFormatted"] = field.IsHtml,
            ["idLookup"] = field.Type == FieldType.Id || field.IsExternalId || field.IsUnique,
            ["inlineHelpText"] = field.HelpText,
            ["label"] = field.Label,
            ["length"] = isText ? field.Length : 0,
            ["name"] = field.Name,
            ["nameField"] = field.IsNameField,
            ["namePointing"] = false,
            ["nillable"] = !field.IsRequired,
            ["permissionable"] = field.IsCustom && !field.IsRequired,
            ["picklistValues"] = new JsonArray([.. field.PicklistValues.Select(value => (JsonNode)PicklistValue(value, field))]),
            ["polymorphicForeignKey"] = false,
            ["precision"] = field.Type == FieldType.Int ? 0 : field.Precision,
            ["queryByDistance"] = false,
            ["referenceTargetField"] = null,
            ["referenceTo"] = new JsonArray([.. field.ReferenceTo.Select(target => (JsonNode)target)]),
            ["relationshipName"] = field.RelationshipName,
            ["relationshipOrder"] = field.IsDetail ? 0 : null,
            ["restrictedDelete"] = false,
            ["restrictedPicklist"] = field.IsRestrictedPicklist,
            ["scale"] = field.Scale,
            ["searchPrefilterable"] = false,
            ["soapType"] = SoapType(field.Type),
            ["sortable"] = field.IsFilterable,
            ["type"] = field.Type.WireName(),
            ["unique"] = field.IsUnique,
            ["updateable"] = field.IsUpdateable,
            ["writeRequiresMasterRead"] = false,
        };
    }

    private static bool IsKeptByOrg(FieldDef field) =>
        field.IsAutoNumber
        || field.Name
            is "Id"
                or "IsDeleted"
                or "OwnerId"
                or "CurrencyIsoCode"
                or "CreatedDate"
                or "CreatedById"
                or "LastModifiedDate"
                or "LastModifiedById"
                or "SystemModstamp";

    private static JsonObject PicklistValue(string value, FieldDef field) =>
        new()
        {
            ["active"] = true,
            ["defaultValue"] = value.Equals(field.Default),
            ["label"] = value,
            ["validFor"] = null,
            ["value"] = value,
        };

    private static string SoapType(FieldType type) =>
        type switch
        {
            FieldType.Id or FieldType.Reference => "tns:ID",
            FieldType.Boolean => "xsd:boolean",
            FieldType.Int => "xsd:int",
            FieldType.Double or FieldType.Currency or FieldType.Percent => "xsd:double",
            FieldType.Date => "xsd:date",
            FieldType.DateTime => "xsd:dateTime",
            FieldType.Address => "urn:address",
            _ => "xsd:string",
        };
}
