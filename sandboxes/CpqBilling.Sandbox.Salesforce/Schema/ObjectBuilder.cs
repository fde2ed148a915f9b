namespace CpqBilling.Sandbox.Salesforce.Schema;

/// <summary>Turns an object's source into its definition, adding the fields every object has.</summary>
internal static class ObjectBuilder
{
    public static ObjectDef Build(ObjectSource source, OrgSchema schema)
    {
        var definition = new ObjectDef
        {
            Name = source.Name,
            Label = source.Label,
            LabelPlural = source.LabelPlural,
            KeyPrefix = source.KeyPrefix!,
            Schema = schema,
            IsSystem = source.System,
            IsCustomSetting = source.CustomSetting,
            OnlyMultiCurrency = source.OnlyMultiCurrency,
        };
        definition.Add(
            new FieldDef
            {
                Name = "Id",
                Label = Label(source, "ID"),
                Type = FieldType.Id,
                Length = 18,
                IsRequired = true,
                IsCreateable = false,
                IsUpdateable = false,
            }
        );
        if (source.Owner && !definition.IsPlatformEvent)
            definition.Add(
                new FieldDef
                {
                    Name = "OwnerId",
                    Label = "Owner ID",
                    Type = FieldType.Reference,
                    Length = 18,
                    ReferenceTo = ["User"],
                }
            );
        definition.Add(ReadOnly("IsDeleted", "Deleted", FieldType.Boolean));
        foreach (var (name, field) in source.Fields)
            definition.Add(Field(name, field));
        if (source.Currency)
            definition.Add(
                new FieldDef
                {
                    Name = "CurrencyIsoCode",
                    Label = "Currency ISO Code",
                    Type = FieldType.Picklist,
                    Length = 255,
                    OnlyMultiCurrency = true,
                    PicklistValues = Currencies.Codes,
                    IsRestrictedPicklist = true,
                }
            );
        definition.Add(ReadOnly("CreatedDate", "Created Date", FieldType.DateTime));
        definition.Add(ReadOnly("CreatedById", "Created By ID", FieldType.Reference, "User"));
        definition.Add(ReadOnly("LastModifiedDate", "Last Modified Date", FieldType.DateTime));
        definition.Add(ReadOnly("LastModifiedById", "Last Modified By ID", FieldType.Reference, "User"));
        definition.Add(ReadOnly("SystemModstamp", "System Modstamp", FieldType.DateTime));
        definition.ValidationRules.AddRange(source.ValidationRules);
        return definition;
    }

    private static string Label(ObjectSource source, string suffix) =>
        source.Name.EndsWith("__c", StringComparison.Ordinal) ? "Record ID" : $"{source.Label} {suffix}";

    private static FieldDef ReadOnly(string name, string label, FieldType type, string? to = null) =>
        new()
        {
            Name = name,
            Label = label,
            Type = type,
            Length = type == FieldType.Reference ? 18 : 0,
            IsRequired = true,
            IsCreateable = false,
            IsUpdateable = false,
            ReferenceTo = to is null ? [] : [to],
        };

    public static FieldDef Field(string name, FieldSource source)
    {
        var type = TypeOf(source.Type);
        var isReadOnly = source.Readonly || source.Calculated || source.Formula is not null || source.Rollup || source.Type == "auto";
        return new FieldDef
        {
            Name = name,
            Label = source.Label ?? LabelFrom(name),
            Type = type,
            Length = source.Length > 0 ? source.Length : DefaultLength(type, source),
            Precision = source.Precision,
            Scale = source.Scale,
            IsRequired = source.Required || type == FieldType.Boolean,
            IsCreateable = !isReadOnly,
            IsUpdateable = !isReadOnly && !source.Createonly,
            IsUnique = source.Unique,
            IsExternalId = source.ExternalId,
            IsCaseSensitive = source.CaseSensitive,
            IsNameField = source.NameField,
            IsLongText = source.Type == "longtextarea",
            IsHtml = source.Html,
            IsRollUp = source.Rollup,
            IsDetail = source.Detail,
            IsRestrictedPicklist = source.Restricted || (type == FieldType.Picklist && name is "Status" && !source.Readonly),
            AutoNumberFormat = source.Type == "auto" ? source.Format ?? "{0}" : null,
            Formula = source.Formula,
            IsCalculated = source.Calculated,
            Default = source.Default ?? (type == FieldType.Boolean ? false : null),
            HelpText = source.Help,
            CompoundField = source.Compound,
            ReferenceTo = source.To,
            ChildRelationshipName = source.Children,
            PicklistValues = source.Values,
        };
    }

    private static FieldType TypeOf(string type) =>
        type switch
        {
            "auto" => FieldType.String,
            "longtextarea" => FieldType.TextArea,
            _ => Enum.Parse<FieldType>(type, ignoreCase: true),
        };

    private static int DefaultLength(FieldType type, FieldSource source) =>
        type switch
        {
            FieldType.Reference => 18,
            _ when source.Type == "auto" => source.Format is null ? 30 : 80,
            FieldType.String or FieldType.Picklist or FieldType.Url or FieldType.TextArea => 255,
            FieldType.MultiPicklist => 4099,
            FieldType.Email => 80,
            FieldType.Phone => 40,
            _ => 0,
        };

    /// <summary><c>SBQQ__BillingFrequency__c</c> reads "Billing Frequency".</summary>
    private static string LabelFrom(string name)
    {
        var core = name.EndsWith("__c", StringComparison.Ordinal) ? name[..^3] : name;
        core = core.StartsWith("SBQQ__", StringComparison.Ordinal) ? core[6..] : core;
        var words = core.Replace('_', ' ').Select((c, i) => i > 0 && char.IsUpper(c) && char.IsLower(core[i - 1]) ? $" {c}" : c.ToString());
        return string.Concat(words).Replace(" Id", " ID", StringComparison.Ordinal);
    }
}
