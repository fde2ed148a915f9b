using System.Text.Json.Nodes;

namespace CpqBilling.Conformance.WrongVariants;

/// <summary>Makes a right contract wrong, as people and integrations do: a field is emptied, mistyped, out of range, or names another record.</summary>
internal sealed class Mutation(Random random)
{
    private static readonly string[] Types =
    [
        "Account",
        "SBQQ__Quote__c",
        "Opportunity",
        "Order",
        "Product2",
        "PricebookEntry",
        "OrderItem",
        "OrderItem",
        "OrderItem",
        "Contract",
        "Order_Stripe_Coupon__c",
        "Quote_Stripe_Coupon__c",
        "ConsumptionRate",
        "SBQQ__OrderItemConsumptionRate__c",
    ];

    /// <summary>Fields that a record may lack and that decide something.</summary>
    private static readonly Dictionary<string, string[]> Added = new()
    {
        ["OrderItem"] =
        [
            "SBQQ__RevisedOrderProduct__c",
            "ServiceDate",
            "EndDate",
            "SBQQ__ProrateMultiplier__c",
            "CurrencyIsoCode",
            "SBQQ__DimensionType__c",
            "SBQQ__BillingType__c",
        ],
        ["Order"] = ["CurrencyIsoCode", "Skip_Past_Initial_Invoices__c", "ActivatedDate", "Stripe_ID__c"],
        ["SBQQ__Quote__c"] = ["SBQQ__EndDate__c", "SBQQ__Type__c"],
        ["Account"] = ["Stripe_ID__c", "Phone"],
        ["PricebookEntry"] = ["CurrencyIsoCode", "Stripe_ID__c"],
        ["Product2"] = ["SBQQ__BillingType__c", "Description", "Stripe_ID__c"],
    };

    private static readonly JsonNode?[] Values =
    [
        null,
        "",
        " ",
        "none",
        "Net 30",
        "usd",
        "XXX",
        "€",
        "2025-02-30",
        "1899-12-31",
        "1960-05-05",
        "2015-01-15",
        "2019-06-30",
        "2025-01-16",
        "2024-02-29",
        "2031-12-31",
        "2099-01-01",
        "4000-12-31",
        "9999-12-31",
        "0001-01-01",
        0,
        1,
        -1,
        2,
        13,
        0.001,
        0.005,
        0.5,
        1.5,
        -2.5,
        100,
        101,
        999,
        1200,
        20000,
        999999.99,
        1000000,
        12345678.9,
        1e12,
        9e15,
        1e20,
        -1e20,
        true,
        false,
        "true",
        "Annual",
        "Monthly",
        "Quarterly",
        "Usage",
        "Arrears",
        "Evergreen",
        "Renewable",
        "One-time",
        "cus_none",
        "price_none",
        "sub_sched_none",
        "in_none",
    ];

    private static readonly (string Name, JsonNode Value)[] Settings =
    [
        ("prorationPrecision", "monthly+daily"),
        ("prorationPrecision", "day"),
        ("prorationPrecision", "calendarMonthly+daily"),
        ("creditUnusedTime", "allReductions"),
        ("mixedBillingFrequencies", "flexible"),
        ("billingMode", "flexible"),
        ("endBehavior", "release"),
        ("fractionalQuantity", "netAmount"),
        ("roundPricesToCents", true),
        ("backdatedFirstInvoice", "skip"),
        ("multiCurrency", true),
        ("defaultCurrency", "jpy"),
        ("defaultCurrency", "kwd"),
        ("billingTimeZone", "Pacific/Kiritimati"),
        ("prorateShortInitialTerm", false),
        ("coTermination", "free"),
        ("syncStartDate", "2025-06-01"),
        ("coupons", false),
    ];

    /// <summary>What was changed, in words; the case is changed in place.</summary>
    public string Apply(JsonObject file) =>
        random.Next(12) switch
        {
            0 => Remove(file),
            1 => Repeat(file),
            2 => Set(file),
            3 => Refer(file),
            4 => Rename(file),
            5 => Move(file),
            _ => Change(file),
        };

    private string Change(JsonObject file)
    {
        var (type, record) = Record(file);
        if (record is null)
        {
            return "nothing";
        }

        var fields = record.Select(field => field.Key).Where(name => name != "Id").Concat(Added.GetValueOrDefault(type, [])).Distinct().ToList();
        if (fields.Count == 0)
        {
            return "nothing";
        }

        var field = fields[random.Next(fields.Count)];
        var value = Values[random.Next(Values.Length)];
        record[field] = value?.DeepClone();
        return $"{record["Id"]}.{field} = {value?.ToJsonString() ?? "null"}";
    }

    private string Remove(JsonObject file)
    {
        var (_, record) = Record(file);
        if (record?.Parent is JsonArray { Count: > 0 } rows)
        {
            rows.Remove(record);
        }

        return $"without {record?["Id"]}";
    }

    /// <summary>Twice the same line, under another id.</summary>
    private string Repeat(JsonObject file)
    {
        if (file["salesforce"]!["OrderItem"] is not JsonArray { Count: > 0 } lines)
        {
            return "nothing";
        }

        var copy = lines[random.Next(lines.Count)]!.DeepClone();
        var times = random.Next(4) == 0 ? 120 : 1;
        for (var number = 0; number < times; number++)
        {
            var line = copy.DeepClone();
            line["Id"] = $"OrderItem#9{number:000}";
            lines.Add(line);
        }

        return $"{copy["Id"]} {times} times more";
    }

    private string Set(JsonObject file)
    {
        var (name, value) = Settings[random.Next(Settings.Length)];
        file["settings"]![name] = value.DeepClone();
        return $"{name} = {value.ToJsonString()}";
    }

    /// <summary>A lookup that names another record, or none there is.</summary>
    private string Refer(JsonObject file)
    {
        var (_, record) = Record(file);
        var lookups = record?.Where(field => field.Key != "Id" && field.Value?.ToString().Contains('#') == true).Select(field => field.Key).ToList();
        if (lookups is not { Count: > 0 })
        {
            return "nothing";
        }

        var field = lookups[random.Next(lookups.Count)];
        var (_, other) = Record(file);
        var target = random.Next(3) == 0 ? $"{record![field]!.ToString().Split('#')[0]}#77" : other?["Id"]?.ToString();
        record![field] = target;
        return $"{record["Id"]}.{field} = {target}";
    }

    /// <summary>A text that is too long, or has letters nobody expects.</summary>
    private string Rename(JsonObject file)
    {
        var (_, record) = Record(file);
        var texts = record
            ?.Where(field => field.Key != "Id" && field.Value is JsonValue value && value.TryGetValue<string>(out _))
            .Select(field => field.Key)
            .ToList();
        if (texts is not { Count: > 0 })
        {
            return "nothing";
        }

        var field = texts[random.Next(texts.Count)];
        var text = random.Next(3) switch
        {
            0 => new string('x', 6000),
            1 => "[a]&b=c%00\u0007'\"\\{0}",
            _ => "Ünïcødé 日本語 🎉",
        };
        record![field] = text;
        return $"{record["Id"]}.{field} = {text[..Math.Min(20, text.Length)]}";
    }

    /// <summary>Everything happens at another time: long ago, long from now, or synced late; a clock does not go back between two runs.</summary>
    private string Move(JsonObject file)
    {
        string[] years = ["1971", "2010", "2018", "2027", "2029", "2040", "2120"];
        var now = $"{years[random.Next(years.Length)]}-06-15T12:00:00Z";
        var runs = file["runs"]!.AsArray();
        if (runs.Count > 1 && string.CompareOrdinal(now, runs[^2]!["now"]!.ToString()) < 0)
        {
            now = "2029-06-15T12:00:00Z";
        }

        runs[^1]!["now"] = now;
        runs[^1]!["recordsCreatedUpTo"] = "2130-01-01T00:00:00Z";
        return $"synced at {now}";
    }

    private (string Type, JsonObject? Record) Record(JsonObject file)
    {
        var records = file["salesforce"]!.AsObject();
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var type = Types[random.Next(Types.Length)];
            if (records[type] is JsonArray { Count: > 0 } rows)
            {
                return (type, rows[random.Next(rows.Count)]!.AsObject());
            }
        }

        return ("", null);
    }
}
