using System.Collections.Immutable;
using System.Text;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Pricing;

/// <summary>The Stripe meter a usage price counts with.</summary>
/// <param name="EventName">What usage is reported under.</param>
public sealed record MeterSpec(string EventName, UsageFormula Formula, string DisplayName)
{
    private const int MaxDisplayLength = 250;

    public static MeterSpec Of(string eventName, UsageFormula formula, string displayName) =>
        new(eventName, formula, displayName.Length > MaxDisplayLength ? displayName[..MaxDisplayLength] : displayName);

    public string Key => $"meter/{EventName}";

    public StripeMap Body =>
        new StripeMap()
            .Set("display_name", DisplayName)
            .Set("event_name", EventName)
            .SetPath("default_aggregation.formula", StripeWord.Of(Formula))
            .SetPath("customer_mapping.type", "by_id")
            .SetPath("customer_mapping.event_payload_key", "stripe_customer_id")
            .SetPath("value_settings.event_payload_key", "value");

    /// <summary>Salesforce paths that a template reads from an order line.</summary>
    public static ImmutableArray<string> PathsOf(string template) =>
        [.. System.Text.RegularExpressions.Regex.Matches(template, @"\{([^}]+)\}").Select(match => match.Groups[1].Value)];

    /// <summary>Fills a template such as <c>cpq_{Product2.ProductCode}</c>; null when a path in it comes out blank.</summary>
    public static string? FillTemplate(string template, RecordGraph graph, CpqRecord line)
    {
        var name = new StringBuilder();
        for (var at = 0; at < template.Length; )
        {
            var open = template.IndexOf('{', at);
            var close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0)
            {
                name.Append(template, at, template.Length - at);
                break;
            }

            name.Append(template, at, open - at);
            if (SalesforcePath.Read(graph, line, template[(open + 1)..close]) is not { } value || $"{value}".Trim().Length == 0)
            {
                return null;
            }

            name.Append(value);
            at = close + 1;
        }

        return name.Length is > 0 and <= 100 ? name.ToString() : null;
    }
}
