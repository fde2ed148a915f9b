using System.Text.Json.Serialization;

namespace CpqBilling.Sandbox.Salesforce.Schema;

/// <summary>An object as a description file spells it; package metadata is translated into the same shape.</summary>
internal sealed class ObjectSource
{
    public required string Name { get; init; }
    public required string Label { get; init; }
    public required string LabelPlural { get; init; }
    public string? KeyPrefix { get; set; }

    /// <summary>Details of a master have no owner of their own.</summary>
    public bool Owner { get; set; } = true;
    public bool Currency { get; init; } = true;
    public bool System { get; init; }
    public bool CustomSetting { get; init; }
    public bool OnlyMultiCurrency { get; init; }

    /// <summary>Whether the object itself is described, not only fields that join one.</summary>
    public bool IsWhole { get; init; } = true;
    public Dictionary<string, FieldSource> Fields { get; init; } = [];

    [JsonIgnore]
    public List<ValidationRule> ValidationRules { get; } = [];
}

/// <summary>A field as a description file spells it.</summary>
internal sealed class FieldSource
{
    public required string Type { get; init; }
    public string? Label { get; init; }
    public int Length { get; init; }
    public int Precision { get; init; }
    public int Scale { get; init; }
    public bool Required { get; init; }
    public bool Readonly { get; init; }
    public bool Createonly { get; init; }
    public bool Calculated { get; init; }
    public bool Rollup { get; init; }
    public bool Detail { get; init; }
    public bool NameField { get; init; }
    public bool Unique { get; init; }
    public bool ExternalId { get; init; }
    public bool CaseSensitive { get; init; }
    public bool Restricted { get; init; }
    public bool Html { get; init; }
    public string? Format { get; init; }
    public string? Formula { get; init; }
    public string? Help { get; init; }
    public string? Compound { get; init; }
    public string? Children { get; init; }
    public List<string> To { get; init; } = [];
    public List<string> Values { get; init; } = [];

    [JsonConverter(typeof(LooseScalarConverter))]
    public object? Default { get; init; }
}
