namespace CpqBilling.Sandbox.Salesforce.Api;

/// <summary>Texts of errors about one record.</summary>
internal static class RecordErrors
{
    public static SalesforceError RequiredFieldMissing(string[] fields) =>
        new(400, "REQUIRED_FIELD_MISSING", $"Required fields are missing: [{string.Join(", ", fields)}]", fields);

    public static SalesforceError Duplicate(string field, string id) =>
        new(400, "DUPLICATE_VALUE", $"duplicate value found: {field} duplicates value on record with id: {id[..15]}", []);

    public static SalesforceError NoSuchColumn(string field, string type) =>
        new(400, "INVALID_FIELD", $"No such column '{field}' on sobject of type {type}", null);

    public static SalesforceError NotWritable(string field) =>
        new(
            400,
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            $"Unable to create/update fields: {field}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.",
            field
        );

    public static SalesforceError IdInBody() => new(400, "INVALID_FIELD", "The Id field should not be specified in the sobject data.", null);

    public static SalesforceError ExternalIdInBody(string field) =>
        new(400, "INVALID_FIELD", $"The {field} field should not be specified in the sobject data.", null);

    public static SalesforceError TooLong(string label, string value, string field, int length) =>
        new(400, "STRING_TOO_LONG", $"{label}: data value too large: {value} (max length={length})", field);

    public static SalesforceError OutOfRange(string label, string value, string field) =>
        new(400, "NUMBER_OUTSIDE_VALID_RANGE", $"{label}: value outside of valid range on numeric field: {value}", field);

    public static SalesforceError BadPicklistValue(string label, string value, string field) =>
        new(400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", $"{label}: bad value for restricted picklist field: {value}", field);

    public static SalesforceError NoSuchReference(string field) => new(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", field);

    public static SalesforceError WrongReferenceType(string label, string id, string field) =>
        new(400, "FIELD_INTEGRITY_EXCEPTION", $"{label}: id value of incorrect type: {id}", field);

    public static SalesforceError MalformedId(string label, string id, string field) =>
        new(400, "MALFORMED_ID", $"{label}: id value of incorrect type: {id}", field);

    public static SalesforceError CannotRead(string type, string value) =>
        new(
            400,
            "JSON_PARSER_ERROR",
            $"Cannot deserialize instance of {type} from VALUE_STRING value {value} or request may be missing a required field at [line:1, column:1]",
            null
        );

    public static SalesforceError CustomValidation(string message, string? field) =>
        new(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", message, field is null ? [] : [field]);

    public static SalesforceError ForeignKeyNotFound(string field, string value, string type) =>
        new(400, "INVALID_FIELD", $"Foreign key external ID: {value} not found for field {field} in entity {type}", null);

    public static SalesforceError StillNeeded(string name, string children, IEnumerable<string> names) =>
        new(
            400,
            "DELETE_FAILED",
            $"Your attempt to delete {name} could not be completed because it is associated with the following {children.ToLowerInvariant()}.: {string.Join(", ", names)}\n",
            []
        );

    public static SalesforceError Deleted() => new(404, "ENTITY_IS_DELETED", "entity is deleted", []);
}
