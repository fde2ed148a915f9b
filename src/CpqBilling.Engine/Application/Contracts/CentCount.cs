using System.Collections.Immutable;
using CpqBilling.Core.Forecast;
using CpqBilling.Engine.Application.Words;

namespace CpqBilling.Engine.Application.Contracts;

/// <summary>The way from what CPQ sold to what is billed, in minor units; every row adds to the next.</summary>
/// <param name="Sold">Lines with a fixed price, as CPQ sold them; null where CPQ sold no total.</param>
/// <param name="Others">Lines that have no such total: those without an end, charges of their own.</param>
/// <param name="Differences">What lies between what was sold and what is billed for it, each part by its name.</param>
/// <param name="Discounts">Taken off by coupons; not negative.</param>
/// <param name="ToBill">What all invoices together come to.</param>
/// <param name="Billed">Invoices that Stripe made; null when they could not be read.</param>
/// <param name="ToCome">Invoices whose day has not come.</param>
public sealed record CentCount(
    decimal? Sold,
    ImmutableArray<SoldBy> ByOrder,
    decimal Others,
    ImmutableArray<NamedDifference> Differences,
    decimal Discounts,
    decimal ToBill,
    decimal? Billed,
    decimal ToCome
)
{
    /// <summary>The same line by line; empty where CPQ sold no total.</summary>
    public ImmutableArray<ReconciledLine> Lines { get; init; } = [];

    /// <summary>What is billed and to come beyond what must be billed; zero when all is in order.</summary>
    public decimal? Difference => Billed is { } billed ? billed + ToCome - ToBill : null;

    internal static CentCount Of(InvoiceForecast forecast, ImmutableArray<ComparedInvoice> invoices, IEnumerable<ContractOrder> orders)
    {
        var subtotal = forecast.Invoices.Sum(invoice => invoice.Subtotal);
        var reconciled = forecast.Reconciliation;
        var byOrder = orders.Select(order => new SoldBy(order.Number, order.Kind, order.Sold ?? 0)).ToImmutableArray();
        var isReadable = invoices.All(invoice => invoice.Standing != InvoiceStanding.NotRead);
        return new CentCount(
            reconciled?.Ordered,
            byOrder.Length > 1 && byOrder.Sum(part => part.Sold) == reconciled?.Ordered ? byOrder : [],
            subtotal - (reconciled?.Billed ?? 0),
            reconciled is null ? [] : NamedDifference.Of(reconciled),
            subtotal - forecast.Total,
            forecast.Total,
            isReadable ? invoices.Where(IsBilled).Sum(invoice => invoice.Actual!.Total - invoice.Actual.Tax) : null,
            invoices.Where(invoice => invoice.Standing == InvoiceStanding.Expected).Sum(invoice => invoice.Expected ?? 0)
        );
    }

    private static bool IsBilled(ComparedInvoice invoice) => invoice.Actual is { Status: not "void" };
}
