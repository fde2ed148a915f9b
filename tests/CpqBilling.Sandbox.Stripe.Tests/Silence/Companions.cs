using System.Text.RegularExpressions;

namespace CpqBilling.Sandbox.Stripe.Tests.Silence;

/// <summary>What must stand beside a parameter, or must not, for the request to make sense.</summary>
internal static class Companions
{
    /// <summary>The name of a field that is never sent: its value names objects that must exist.</summary>
    public const string Needs = "~";

    /// <summary>Paths of parameters, fields that go with them, and fields that do not.</summary>
    private static readonly (string Path, string With, string Without)[] Rules =
    [
        (@"^(.*add_invoice_items\]?\[\d\])", "price={once}", ""),
        (@"^(?:(.*)\[)?price_data\]?\[", "price_data[currency]=usd&price_data[product]={product}&price_data[unit_amount]=500", "price"),
        (@"^(?:(.*)\[)?price_data\]?\[", "", "amount"),
        (@"^(?:(.*)\[)?price_data\]?\[unit_amount_decimal", "", "price_data[unit_amount]"),
        (@"^(?:(.*)\[)?price_data\]?\[product_data", "price_data[product_data][name]=Made", "price_data[product]"),
        (@"^(?:(.*)\[)?(?:pricing\]?\[|quantity(_decimal)?\]?$|unit_amount(_decimal)?\]?$)", "", "amount"),
        (@"^(invoice_items\[\d\])\[(?!amount|price|quantity|unit)", "amount=900&currency=usd", ""),
        (@"^(invoice_items\[\d\])\[(quantity|unit_amount)", "unit_amount_decimal=9&currency=usd", ""),
        (@"^(subscription_details\[items\]\[\d\])\[(?!price|plan|id)", "id={item}", ""),
        (@"^()subscription_details\[billing_mode", "subscription_details[items][0][price]={price2}", "subscription"),
        (
            @"^()schedule_details",
            "schedule_details[phases][0][items][0][price]={price}&schedule_details[phases][0][duration][interval]=month",
            "subscription"
        ),
        (@"^()schedule_details\[phases\]\[0\]\[items\]\[0\]\[(?:price_data|plan)", "", "schedule_details[phases][0][items][0][price]"),
        (@"^()schedule$", "", "subscription"),
        (@"^((?:.*\[|)items\]?\[\d\])\[price_data\]\[", "price_data[recurring][interval]=month", ""),
        (@"^(.*add_invoice_items\]?\[\d\])\[price_data\]\[", "", "price_data[recurring][interval]"),
        (@"^(?:(.*)\[)?plan\]?$", "", "price"),
        (@"^(?:(.*)\[)?unit_amount_decimal\]?$", "", "unit_amount"),
        (@"^(?:(lines\[\d\]|invoice_items\[\d\])\[)?period\]?\[", "period[start]=1768046400&period[end]=1770724800", ""),
        (@"^(.*phases\]?\[\d\]\[add_invoice_items\]?\[\d\])\[period\]", "period[start][type]=phase_start&period[end][type]=phase_end", ""),
        (@"^(add_invoice_items\]?\[\d\])\[period\]", "period[start][type]=now&period[end][type]=min_item_period_end", ""),
        (@"^(.*add_invoice_items\]?\[\d\])\[period\]\[start\]\[timestamp", "period[start][type]=timestamp", ""),
        (@"^(.*add_invoice_items\]?\[\d\])\[period\]\[end\]\[timestamp", "period[end][type]=timestamp", ""),
        (@"^(?:(.*)\[)?(?:days_until_due|due_date)\]?$", "collection_method=send_invoice", ""),
        (@"^()due_date$", "", "days_until_due"),
        (
            @"^()default_settings\[invoice_settings\]\[days_until_due",
            "default_settings[collection_method]=send_invoice",
            "default_settings[invoice_settings][collection_method]"
        ),
        (@"^(.*phases\]?\[\d\])\[invoice_settings\]\[days_until_due", "collection_method=send_invoice", "invoice_settings[collection_method]"),
        (@"^(.*phases\]?\[\d\])\[end_date", "", "duration[interval]"),
        (@"^(?:(.*)\[)?custom_unit_amount\]?\[", "custom_unit_amount[enabled]=true", "unit_amount"),
        (@"^()custom_unit_amount\[", "", "recurring[interval]"),
        (@"^(?:(.*)\[)?transform_quantity\]?\[", "transform_quantity[divide_by]=2&transform_quantity[round]=up", ""),
        (
            @"^(?!.*currency_options)(?:(.*)\[)?tiers(_mode)?(\]|\[|$)",
            "billing_scheme=tiered&tiers_mode=graduated&tiers[0][up_to]=inf&tiers[0][unit_amount]=5",
            "unit_amount"
        ),
        (@"^(?!.*(?:amount_off|fixed_amount|minimum_amount))(.*currency_options\]?\[eur\])", "unit_amount=5", ""),
        (@"^(.*currency_options\]?\[eur\])\[(tiers|custom_unit_amount|unit_amount_decimal)", "", "unit_amount"),
        (@"^()default_price_data\[", "default_price_data[currency]=usd&default_price_data[unit_amount]=500", ""),
        (@"^()default_price_data\[(custom_unit_amount|unit_amount_decimal)", "", "default_price_data[unit_amount]"),
        (@"^()default_price_data\[recurring", "default_price_data[recurring][interval]=month", ""),
        (@"^(?:(.*)\[)?tiers\]?\[0\]\[unit_amount_decimal", "", "tiers[0][unit_amount]"),
        (@"^(?:(.*)\[)?tiers\]?\[0\]\[up_to", "tiers[1][up_to]=inf&tiers[1][unit_amount]=4", ""),
        (@"^(?:(.*)\[)?currency_options\]?\[eur\]\[unit_amount_decimal", "", "currency_options[eur][unit_amount]"),
        (@"^()product_data\[", "product_data[name]=Made", "product"),
        (@"^()product\[", "product[name]=Made", "product"),
        (@"^()amount_off", "currency=usd", "percent_off"),
        (@"^()duration_in_months", "duration=repeating", ""),
        (@"^()restrictions\[minimum", "restrictions[minimum_amount]=500&restrictions[minimum_amount_currency]=usd", ""),
        (@"^()restrictions\[currency_options", "restrictions[minimum_amount]=500&restrictions[minimum_amount_currency]=usd", ""),
        (@"^()from_subscription", "", "phases[0]"),
        (@"^()from_subscription", "", "start_date"),
        (@"^()from_subscription", "", "customer"),
        (@"^()billing_mode\[", "", "from_subscription"),
        (@"^()card\[token", "", "card[number]"),
        (
            @"^()package_dimensions",
            "package_dimensions[height]=1&package_dimensions[length]=2&package_dimensions[weight]=3&package_dimensions[width]=4",
            ""
        ),
        (@"^()custom_fields\[", "custom_fields[0][name]=PO&custom_fields[0][value]=1", ""),
        (@"^()invoice_settings\[custom_fields", "invoice_settings[custom_fields][0][name]=PO&invoice_settings[custom_fields][0][value]=1", ""),
        (@"^()shipping\[", "shipping[name]=Dock&shipping[address][line1]=Street", ""),
        (@"^()recurring\[", "recurring[interval]=month", ""),
        (@"^()billing_mode\[flexible", "billing_mode[type]=flexible", ""),
        (@"^()pause_collection\[", "pause_collection[behavior]=void", ""),
        (@"^()billing_cycle_anchor_config\[", "billing_cycle_anchor_config[day_of_month]=20", ""),
    ];

    /// <summary>The same for parameters of one call.</summary>
    private static readonly (string Call, string Path, string With, string Without)[] OfCalls =
    [
        ("POST /v1/subscriptions", "^()currency$", "items[0][price]={many}", ""),
        ("POST /v1/subscriptions", "^()proration_behavior$", $"backdate_start_date={Stage.Unix(-10)}", ""),
        ("POST /v1/subscriptions", "^()off_session$", "", ""),
        ("POST /v1/subscriptions/{}", "^()(proration|payment_behavior)", "items[0][id]={item}&items[0][quantity]=5", ""),
        ("POST /v1/subscriptions/{}", @"^()items\[0\]\[(?!id|price|plan)", "items[0][id]={item}", ""),
        ("POST /v1/subscriptions/{}", @"^()items\[0\]\[deleted", "items[1][price]={price2}", ""),
        (
            "POST /v1/prices",
            @"^()currency_options\[eur\]\[tiers",
            "billing_scheme=tiered&tiers_mode=graduated&tiers[0][up_to]=inf&tiers[0][unit_amount]=5",
            "unit_amount"
        ),
        (
            "POST /v1/prices",
            @"^()currency_options\[eur\]\[custom_unit_amount",
            "custom_unit_amount[enabled]=true&currency_options[eur][custom_unit_amount][enabled]=true",
            "unit_amount"
        ),
        ("POST /v1/prices", @"^()currency_options\[eur\]\[custom_unit_amount", "", "recurring"),
        ("POST /v1/coupons", @"^()currency_options\[eur\]\[amount_off", "currency=usd&amount_off=100", "percent_off"),
        (
            "POST /v1/invoices/{}/add_lines",
            @"^(lines\[\d\])\[quantity",
            "price_data[currency]=usd&price_data[product]={product}&price_data[unit_amount]=9",
            ""
        ),
        (
            "POST /v1/invoices/{}/update_lines",
            @"^(lines\[\d\])\[quantity",
            "price_data[currency]=usd&price_data[product]={product}&price_data[unit_amount]=9",
            ""
        ),
        ("POST /v1/coupons/{}", "^()currency_options", "expand[0]=currency_options", ""),
        ("POST /v1/invoiceitems", "^()quantity", "unit_amount_decimal=9", ""),
        ("POST /v1/invoiceitems/{}", "^()quantity", "unit_amount_decimal=9", ""),
        ("POST /v1/invoices/{}/lines/{}", "^()quantity", "price_data[currency]=usd&price_data[product]={product}&price_data[unit_amount]=9", ""),
        ("POST /v1/invoices/create_preview", "^()preview_mode$", "~={pending}", ""),
        (
            "POST /v1/invoices/create_preview",
            @"^()subscription_details\[proration",
            "subscription_details[items][0][id]={item}&subscription_details[items][0][quantity]=5",
            ""
        ),
        ("POST /v1/prices", "^()billing_scheme$", "tiers_mode=graduated&tiers[0][up_to]=inf&tiers[0][unit_amount]=5", "unit_amount"),
        ("POST /v1/invoices", "^()pending_invoice_items_behavior$", "~={pending}", ""),
        ("POST /v1/invoices", "^()subscription$", "~={subpending}", ""),
        ("POST /v1/invoices/{}", "^()automatically_finalizes_at$", "auto_advance=true", ""),
        ("POST /v1/prices", "^()transfer_lookup_key$", "lookup_key=taken&~={taken}", ""),
        ("POST /v1/prices/{}", "^()transfer_lookup_key$", "lookup_key=taken&~={taken}", ""),
        ("POST /v1/prices", @"^()recurring\[meter", "recurring[usage_type]=metered", ""),
        ("POST /v1/prices", @"^()recurring\[usage_type", "recurring[meter]={meter}", ""),
        ("POST /v1/prices", @"^()(currency_options|tiers)", "expand[0]=currency_options&expand[1]=tiers", ""),
        ("POST /v1/prices/{}", "^()currency_options", "expand[0]=currency_options", ""),
        ("POST /v1/coupons", "^()(currency_options|applies_to)", "expand[0]=currency_options&expand[1]=applies_to", ""),
        ("POST /v1/products", "^()default_price_data", "expand[0]=default_price.currency_options", ""),
        ("DELETE /v1/subscriptions/{}", "^()invoice_now$", "~={subpending}", ""),
        ("POST /v1/refunds", "^()charge$", "", "payment_intent"),
        ("POST /v1/setup_intents", "^()return_url$", "payment_method=pm_card_authenticationRequired&confirm=true", ""),
        .. NoteRules("POST /v1/credit_notes"),
        .. NoteRules("GET /v1/credit_notes/preview"),
        ("POST /v1/subscriptions", "^()collection_method$", "days_until_due=9", ""),
        ("POST /v1/subscriptions/{}", "^()collection_method$", "days_until_due=9", ""),
    ];

    private static (string Call, string Path, string With, string Without)[] NoteRules(string call) =>
        [
            (call, @"^()lines\[0\]\[", "lines[0][type]=custom_line_item&lines[0][unit_amount]=50", "amount"),
            (call, @"^()lines\[0\]\[unit_amount_decimal", "", "lines[0][unit_amount]"),
            (
                call,
                @"^()lines\[0\]\[(amount|invoice_line_item)",
                "lines[0][type]=invoice_line_item&lines[0][invoice_line_item]={owedline}&lines[0][amount]=50",
                "lines[0][unit_amount]"
            ),
        ];

    /// <summary>The form with what belongs beside the parameter, and without what excludes it.</summary>
    public static Form Beside(Recipe recipe, string path)
    {
        var form = recipe.Form;
        foreach (
            var (pattern, with, without) in Rules.Concat(
                OfCalls.Where(rule => rule.Call == recipe.Name).Select(rule => (rule.Path, rule.With, rule.Without))
            )
        )
        {
            var match = Regex.Match(path, pattern);
            if (!match.Success)
            {
                continue;
            }

            var place = match.Groups[1].Value;
            if (without.Length > 0)
            {
                var gone = Placed(place, without);
                form = form.Without(name => name == gone || name.StartsWith(gone + "[", StringComparison.Ordinal));
            }

            foreach (var (name, value) in Form.Of(with).Fields)
            {
                form = form.With(Placed(place, name), value);
            }
        }

        return form;
    }

    /// <summary>A name below a place: <c>price_data[currency]</c> below <c>items[0]</c> is <c>items[0][price_data][currency]</c>.</summary>
    private static string Placed(string place, string name)
    {
        if (place.Length == 0 || name == Needs)
        {
            return name;
        }

        var cut = name.IndexOf('[');
        return cut < 0 ? $"{place}[{name}]" : $"{place}[{name[..cut]}]{name[cut..]}";
    }
}
