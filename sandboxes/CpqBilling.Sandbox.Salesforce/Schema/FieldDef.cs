namespace CpqBilling.Sandbox.Salesforce.Schema;

/// <summary>One field of one object: what describe tells about it and what a write is checked against.</summary>
internal sealed class FieldDef
{
    public required string Name { get; init; }
    public required string Label { get; init; }
    public required FieldType Type { get; init; }
    public int Length { get; init; }
    public int Precision { get; init; }
    public int Scale { get; init; }
    public bool IsRequired { get; init; }
    public bool IsCreateable { get; init; } = true;
    public bool IsUpdateable { get; init; } = true;
    public bool IsUnique { get; init; }
    public bool IsExternalId { get; init; }
    public bool IsCaseSensitive { get; init; }
    public bool IsNameField { get; init; }
    public bool IsLongText { get; init; }
    public bool IsHtml { get; init; }
    public bool IsRollUp { get; init; }
    public bool IsRestrictedPicklist { get; init; }
    public bool IsDetail { get; init; }
    public bool OnlyMultiCurrency { get; init; }
    public string? AutoNumberFormat { get; init; }

    /// <summary>Formula text of our package's metadata; evaluated when the field is read.</summary>
    public string? Formula { get; init; }

    /// <summary>A calculated field whose rule is code of the sandbox, not a formula text.</summary>
    public bool IsCalculated { get; init; }
    public object? Default { get; init; }
    public string? HelpText { get; init; }
    public string? CompoundField { get; init; }
    public IReadOnlyList<string> ReferenceTo { get; init; } = [];
    public string? ChildRelationshipName { get; init; }
    public IReadOnlyList<string> PicklistValues { get; init; } = [];

    /// <summary>Position in a record's value array; given by the object when the field joins it.</summary>
    public int Ordinal { get; set; }

    /// <summary>How a calculated field is read; null for stored ones.</summary>
    public Func<Records.Record, object?>? Evaluate { get; set; }

    public bool IsCustom => Name.EndsWith("__c", StringComparison.OrdinalIgnoreCase);

    public bool IsAutoNumber => AutoNumberFormat is not null;

    public bool IsComputed => Formula is not null || IsCalculated;

    /// <summary><c>AccountId</c> is reached as <c>Account</c>, <c>SBQQ__Quote__c</c> as <c>SBQQ__Quote__r</c>.</summary>
    public string? RelationshipName =>
        Type != FieldType.Reference ? null
        : IsCustom ? Name[..^1] + "r"
        : Name.EndsWith("Id", StringComparison.Ordinal) ? Name[..^2]
        : null;

    public bool IsFilterable => !IsLongText && Type is not (FieldType.Address or FieldType.Base64 or FieldType.EncryptedString);

    public bool IsIndexed =>
        Type == FieldType.Reference || IsUnique || IsExternalId || Name is "LastModifiedDate" or "SystemModstamp" or "Primary_Record_ID__c";
}
