namespace CpqBilling.Sandbox.Stripe.Pages;

/// <summary>An invoice as lists show it.</summary>
public sealed record InvoiceRow(
    string Id,
    string Number,
    string Status,
    string CustomerId,
    string Customer,
    string Total,
    string Due,
    string Reason,
    long Created,
    long? DueDate
)
{
    internal static InvoiceRow Of(Account account, Invoice invoice) =>
        new(
            invoice.Id,
            invoice.Number ?? "Draft",
            invoice is { Status: "open", IsOverdue: true } ? "overdue" : invoice.Status,
            invoice.CustomerId,
            account.Customers.Find(invoice.CustomerId)?.Name ?? invoice.CustomerId,
            PageText.Money(invoice.Total, invoice.Currency),
            PageText.Money(invoice.Status == "paid" ? 0 : invoice.AmountRemaining, invoice.Currency),
            PageText.Words(invoice.BillingReason),
            invoice.Created,
            invoice.DueDate
        );
}

/// <summary>A subscription as lists show it.</summary>
public sealed record SubscriptionRow(
    string Id,
    string Status,
    string CustomerId,
    string Customer,
    IReadOnlyList<PhaseLine> Items,
    long Start,
    long? PeriodEnd,
    long? CancelAt,
    string? ScheduleId
)
{
    internal static SubscriptionRow Of(Account account, Subscription subscription) =>
        new(
            subscription.Id,
            subscription.Status,
            subscription.CustomerId,
            account.Customers.Find(subscription.CustomerId)?.Name ?? subscription.CustomerId,
            [.. subscription.Items.Select(item => LineOf(account, item))],
            subscription.StartDate,
            subscription.Items.Count == 0 ? null : subscription.Items.Min(item => item.PeriodEnd),
            subscription.CancelAt,
            subscription.ScheduleId
        );

    private static PhaseLine LineOf(Account account, SubscriptionItem item)
    {
        var price = account.PriceOf(item);
        return new PhaseLine(
            account.Products.Find(price.ProductId)?.Name ?? price.ProductId,
            item.Quantity?.ToString() ?? PageText.Metered,
            price.UnitAmount is { } amount ? PageText.Money(amount, price.Currency) : "tiered",
            price.IsMetered ? "by usage" : PageText.Money(LineAmount.Of(price, item.Quantity ?? 1), price.Currency),
            PageText.Every(price)
        );
    }
}
