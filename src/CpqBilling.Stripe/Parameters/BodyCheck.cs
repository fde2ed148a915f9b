using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using Stripe;
using Stripe.Billing;

namespace CpqBilling.Stripe.Parameters;

/// <param name="Path">With brackets, as Stripe names it in a refusal.</param>
public sealed record BodyFault(string Path, string Reason);

/// <summary>Compares a body with the parameters of the pinned API version, without asking Stripe.</summary>
public static partial class BodyCheck
{
    private static readonly (string Route, Type Options)[] Routes =
    [
        ("POST customers", typeof(CustomerCreateOptions)),
        ("POST customers/*", typeof(CustomerUpdateOptions)),
        ("POST products", typeof(ProductCreateOptions)),
        ("POST products/*", typeof(ProductUpdateOptions)),
        ("POST prices", typeof(PriceCreateOptions)),
        ("POST prices/*", typeof(PriceUpdateOptions)),
        ("POST coupons", typeof(CouponCreateOptions)),
        ("POST coupons/*", typeof(CouponUpdateOptions)),
        ("POST billing/meters", typeof(MeterCreateOptions)),
        ("POST subscription_schedules", typeof(SubscriptionScheduleCreateOptions)),
        ("POST subscription_schedules/*", typeof(SubscriptionScheduleUpdateOptions)),
        ("POST subscription_schedules/*/cancel", typeof(SubscriptionScheduleCancelOptions)),
        ("POST subscription_schedules/*/release", typeof(SubscriptionScheduleReleaseOptions)),
        ("POST subscriptions", typeof(SubscriptionCreateOptions)),
        ("POST subscriptions/*", typeof(SubscriptionUpdateOptions)),
        ("DELETE subscriptions/*", typeof(SubscriptionCancelOptions)),
        ("POST invoices", typeof(InvoiceCreateOptions)),
        ("POST invoices/create_preview", typeof(InvoiceCreatePreviewOptions)),
        ("POST invoices/*", typeof(InvoiceUpdateOptions)),
        ("POST invoices/*/finalize", typeof(InvoiceFinalizeOptions)),
        ("POST invoices/*/send", typeof(InvoiceSendOptions)),
        ("POST invoices/*/pay", typeof(InvoicePayOptions)),
        ("POST invoices/*/void", typeof(InvoiceVoidOptions)),
        ("POST invoiceitems", typeof(InvoiceItemCreateOptions)),
        ("POST invoiceitems/*", typeof(InvoiceItemUpdateOptions)),
        ("DELETE invoiceitems/*", typeof(InvoiceItemDeleteOptions)),
        ("DELETE invoices/*", typeof(InvoiceDeleteOptions)),
    ];

    public static ImmutableArray<BodyFault> Check(PlanStep step) => Check(step.Method, step.Path, step.Body);

    /// <summary>Everything Stripe would not know or could not read; a path that is not listed is a fault of its own.</summary>
    public static ImmutableArray<BodyFault> Check(StripeMethod method, string path, StripeMap body)
    {
        var route = $"{method.ToString().ToUpperInvariant()} {Reference().Replace(path, "*")["/v1/".Length..]}";
        var options = Routes.FirstOrDefault(known => Fits(known.Route, route)).Options;
        return options is null
            ? [new BodyFault(path, "no request of this kind is known")]
            : [.. body.Entries.SelectMany(entry => Faults(entry.Key, OptionShapes.Of(options).Child(entry.Key), entry.Value))];
    }

    private static IEnumerable<BodyFault> Faults(string path, ParameterShape? shape, StripeValue value) =>
        (shape, value) switch
        {
            (null, _) => [new BodyFault(path, "unknown parameter")],
            (_, StripeRef reference) => Fits(reference, shape) ? [] : [new BodyFault(path, "cannot be the id of another object")],
            (_, StripeText { Value.Length: 0 }) => [],
            (ListShape, StripeList { Items.IsEmpty: true }) => [],
            (ListShape list, StripeList items) => items.Items.SelectMany((item, index) => Faults($"{path}[{index}]", list.Item, item)),
            (GroupShape or NamedShape, StripeMap map) => map.Entries.SelectMany(entry =>
                Faults($"{path}[{entry.Key}]", shape.Child(entry.Key), entry.Value)
            ),
            (ValueShape single, _) => IsReadable(single, value) ? [] : [new BodyFault(path, $"is no {single.Kind}")],
            _ => [new BodyFault(path, $"is no {shape.Kind}")],
        };

    /// <summary>An id is text; another field of an answer may also be a time.</summary>
    private static bool Fits(StripeRef reference, ParameterShape shape) =>
        shape.Kind == ParameterKind.Text || (shape.Kind == ParameterKind.Time && reference.Step.Contains('#'));

    private static bool IsReadable(ValueShape shape, StripeValue value) =>
        value switch
        {
            StripeMap or StripeList => false,
            StripeText word when shape.Words && !word.Value.Any(char.IsAsciiDigit) => true,
            _ => shape.Kind switch
            {
                ParameterKind.WholeNumber => NumberIn(value) is { } number && number == decimal.Truncate(number),
                ParameterKind.DecimalNumber => NumberIn(value) is not null,
                ParameterKind.Flag => value is StripeFlag or StripeText { Value: "true" or "false" },
                ParameterKind.Time => value is StripeTime || (NumberIn(value) is { } seconds && seconds == decimal.Truncate(seconds)),
                _ => true,
            },
        };

    private static decimal? NumberIn(StripeValue value) =>
        value switch
        {
            StripeNumber number => number.Value,
            StripeText text when decimal.TryParse(text.Value, out var number) => number,
            _ => null,
        };

    private static bool Fits(string pattern, string route)
    {
        var (expected, given) = (pattern.Split('/'), route.Split('/'));
        return expected.Length == given.Length && expected.Zip(given).All(pair => pair.First == "*" || pair.First == pair.Second);
    }

    /// <summary>A reference may hold slashes of its own.</summary>
    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Reference();
}
