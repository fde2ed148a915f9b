using static CpqBilling.Sandbox.Stripe.Search.FieldKind;

namespace CpqBilling.Sandbox.Stripe.Search;

/// <summary>What can be searched, by which fields.</summary>
internal static class SearchableKinds
{
    public static readonly SearchFields<Customer> Customers = new(
        new Dictionary<string, FieldKind>
        {
            ["created"] = Number,
            ["email"] = Text,
            ["metadata"] = Metadata,
            ["name"] = Text,
            ["phone"] = Text,
        },
        customer =>
            new()
            {
                ["created"] = Whole(customer.Created),
                ["email"] = customer.Email,
                ["name"] = customer.Name,
                ["phone"] = customer.Phone,
            },
        customer => customer.Metadata
    );

    public static readonly SearchFields<Product> Products = new(
        new Dictionary<string, FieldKind>
        {
            ["active"] = Token,
            ["description"] = Text,
            ["metadata"] = Metadata,
            ["name"] = Text,
            ["shippable"] = Token,
            ["url"] = Text,
        },
        product =>
            new()
            {
                ["active"] = Flag(product.IsActive),
                ["description"] = product.Description,
                ["name"] = product.Name,
                ["shippable"] = product.IsShippable is { } ships ? Flag(ships) : null,
                ["url"] = product.Url,
            },
        product => product.Metadata
    );

    public static readonly SearchFields<Price> Prices = new(
        new Dictionary<string, FieldKind>
        {
            ["active"] = Token,
            ["currency"] = Token,
            ["lookup_key"] = Text,
            ["metadata"] = Metadata,
            ["product"] = Token,
            ["type"] = Token,
        },
        price =>
            new()
            {
                ["active"] = Flag(price.IsActive),
                ["currency"] = price.Currency,
                ["lookup_key"] = price.LookupKey,
                ["product"] = price.ProductId,
                ["type"] = price.IsRecurring ? "recurring" : "one_time",
            },
        price => price.Metadata
    );

    public static readonly SearchFields<Subscription> Subscriptions = new(
        new Dictionary<string, FieldKind>
        {
            ["created"] = Number,
            ["metadata"] = Metadata,
            ["status"] = Token,
            ["canceled_at"] = Number,
        },
        subscription =>
            new()
            {
                ["created"] = Whole(subscription.Created),
                ["status"] = subscription.Status,
                ["canceled_at"] = Whole(subscription.CanceledAt),
            },
        subscription => subscription.Metadata
    );

    public static readonly SearchFields<Invoice> Invoices = new(
        new Dictionary<string, FieldKind>
        {
            ["created"] = Number,
            ["currency"] = Token,
            ["customer"] = Token,
            ["metadata"] = Metadata,
            ["number"] = Text,
            ["receipt_number"] = Text,
            ["status"] = Token,
            ["subscription"] = Token,
            ["total"] = Number,
            ["last_finalization_error_code"] = Token,
            ["last_finalization_error_type"] = Token,
        },
        invoice =>
            new()
            {
                ["created"] = Whole(invoice.Created),
                ["currency"] = invoice.Currency,
                ["customer"] = invoice.CustomerId,
                ["number"] = invoice.Number,
                ["status"] = invoice.Status,
                ["subscription"] = invoice.SubscriptionId,
                ["total"] = Whole(invoice.Total),
            },
        invoice => invoice.Metadata
    );

    private static string? Whole(long? number) => number?.ToString();

    private static string Flag(bool flag) => flag ? "true" : "false";
}
