using System.Globalization;

namespace CpqBilling.Sandbox.Stripe.Tests.Silence;

/// <summary>Values worth trying for a parameter: each word of its documentation, objects for ids, and several numbers and times.</summary>
internal static class Values
{
    private const int HalfDay = 43_200;

    private static readonly Dictionary<string, string[]> ByName = new()
    {
        ["customer"] = ["{customer2}", "{poor}", "{customer}"],
        ["price"] = ["{price2}", "{once}"],
        ["default_price"] = ["{price2}"],
        ["plan"] = ["{price2}"],
        ["product"] = ["{product2}", "{product}"],
        ["coupon"] = ["{coupon2}", "{coupon}"],
        ["promotion_code"] = ["{promo}"],
        ["discount"] = ["{discount}"],
        ["subscription"] = ["{sub}", "{sentsub}"],
        ["subscription_item"] = ["{item}"],
        ["from_subscription"] = ["{sub}"],
        ["schedule"] = ["{later}", "{schedule}"],
        ["invoice"] = ["{draft2}", "{firstinvoice}"],
        ["invoice_line_item"] = ["{owedline}"],
        ["invoice_item"] = ["{pending}"],
        ["default_payment_method"] = ["{pm2}"],
        ["payment_method"] = ["{pm2}", "pm_card_mastercard"],
        ["payment_intent"] = ["{paidintent}", "{intent}"],
        ["charge"] = ["{charge}"],
        ["test_clock"] = ["{clock}"],
        ["meter"] = ["{meter}"],
        ["currency"] = ["eur", "usd"],
        ["minimum_amount_currency"] = ["eur", "usd"],
        ["email"] = ["else@example.com"],
        ["url"] = ["https://example.com/else"],
        ["country"] = ["DE"],
        ["number"] = ["5555555555554444", "4242424242424242", "R-7"],
        ["token"] = ["tok_mastercard", "tok_visa"],
        ["invoice_prefix"] = ["ELSE"],
        ["enabled_events[0]"] = ["invoice.voided"],
        ["type"] = ["coupon", "card", "invoice.paid"],
        ["api_version"] = ["2025-09-30.clover"],
        ["up_to"] = ["5", "inf"],
        ["divide_by"] = ["3"],
        ["day_of_month"] = ["20"],
        ["exp_year"] = ["2031", "2033"],
        ["identifier"] = ["one", "three"],
        ["limit"] = ["1"],
        ["starting_after"] = ["{^}"],
        ["ending_before"] = ["{$}"],
        ["page"] = ["{>}"],
        ["query"] = ["created<5", "created>5", "active:\"true\"", "active:\"false\""],
        ["start_time"] = [$"{Stage.Unix(0) - HalfDay}", $"{Stage.Unix(-3) - HalfDay}"],
        ["end_time"] = [$"{Stage.Unix(0) - HalfDay}", $"{Stage.Unix(3) - HalfDay}"],
        ["lines[0][id]"] = ["{line}"],
        ["event_name"] = ["use", "more"],
        ["lookup_keys[0]"] = ["seat"],
        ["ids[0]"] = ["{product}"],
        ["code"] = ["Text-one"],
        ["status"] = ["inactive", "open"],
        ["phone"] = ["030 1"],
        ["billing_scheme"] = ["tiered"],
        ["locale"] = ["de"],
        ["interval"] = ["year", "month"],
        ["payload[note]"] = ["note"],
    };

    /// <summary>What goes beside a parameter whose refusal asks for it.</summary>
    private static readonly Dictionary<string, string> Beside = new()
    {
        ["currency"] = "usd",
        ["product"] = "{product}",
        ["price"] = "{price}",
        ["amount"] = "500",
        ["unit_amount"] = "500",
        ["name"] = "Named",
        ["interval"] = "month",
        ["days_until_due"] = "9",
        ["type"] = "timestamp",
        ["timestamp"] = Stage.Unix(12).ToString(CultureInfo.InvariantCulture),
        ["minimum"] = "5",
        ["enabled"] = "true",
        ["customer"] = "{customer}",
    };

    private static readonly string[] Times =
    [
        .. new[] { 30, 12, 5, -40, 300 }.Select(days => Stage.Unix(days).ToString(CultureInfo.InvariantCulture)),
    ];

    public static string? Companion(string param) => Beside.GetValueOrDefault(new ClientParameter(param, typeof(string), []).Name);

    public static IReadOnlyList<string> Of(ClientParameter parameter)
    {
        List<string> values = [.. parameter.Words];
        var name = parameter.Name == "0" ? parameter.Path.Split('[')[^2].TrimEnd(']') : parameter.Name;
        if (ByName.TryGetValue(parameter.Path, out var known) || ByName.TryGetValue(parameter.Name == "0" ? $"{name}[0]" : name, out known))
        {
            values.AddRange(known);
        }

        if (values.Count > 0)
        {
            return values;
        }

        return parameter.Type switch
        {
            var type when type == typeof(bool) => ["true", "false"],
            var type when type == typeof(DateTime) => Times,
            var type when type == typeof(long) || type == typeof(int) => ["7", "2", "40", "400", "-7"],
            var type when type == typeof(decimal) || type == typeof(double) => ["12.5", "7", "400"],
            _ => name.EndsWith('s') && parameter.Name == "0" ? ["{product2}", "de"] : ["Text one"],
        };
    }
}
