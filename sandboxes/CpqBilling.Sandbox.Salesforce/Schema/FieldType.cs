namespace CpqBilling.Sandbox.Salesforce.Schema;

/// <summary>The field types of the describe call; the name in lower case is the one on the wire.</summary>
internal enum FieldType
{
    Id,
    String,
    TextArea,
    Picklist,
    MultiPicklist,
    Boolean,
    Int,
    Double,
    Currency,
    Percent,
    Date,
    DateTime,
    Time,
    Reference,
    Email,
    Phone,
    Url,
    Address,
    EncryptedString,
    Base64,
}

internal static class FieldTypes
{
    public static string WireName(this FieldType type) => type.ToString().ToLowerInvariant();

    public static bool IsNumber(this FieldType type) => type is FieldType.Int or FieldType.Double or FieldType.Currency or FieldType.Percent;

    public static bool IsId(this FieldType type) => type is FieldType.Id or FieldType.Reference;

    public static bool IsText(this FieldType type) =>
        type
            is FieldType.String
                or FieldType.TextArea
                or FieldType.Picklist
                or FieldType.MultiPicklist
                or FieldType.Email
                or FieldType.Phone
                or FieldType.Url
                or FieldType.EncryptedString;
}
