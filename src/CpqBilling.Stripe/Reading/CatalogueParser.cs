using System.Text.Json;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Stripe.Reading;

/// <summary>Customers, products, coupons and invoices of Stripe. What was read rather than written by us has no last body.</summary>
public static class CatalogueParser
{
    public static CustomerState Customer(JsonElement customer) => new(customer.Required("id"), LastSent: null, customer.Metadata());

    public static ProductState Product(JsonElement product) => new(product.Required("id"), LastSent: null, product.Metadata());

    public static CouponState Coupon(JsonElement coupon) =>
        new(
            coupon.Required("id"),
            coupon.Text("name"),
            coupon.Number("amount_off"),
            coupon.Number("percent_off"),
            coupon.Text("currency"),
            coupon.RequiredWord<CouponDuration>("duration"),
            (int?)coupon.Whole("duration_in_months")
        );

    public static InvoiceState Invoice(JsonElement invoice) =>
        new(invoice.Required("id"), invoice.Metadata()) { CustomerId = invoice.IdOf("customer") };
}
