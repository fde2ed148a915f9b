using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Stripe.Parameters;
using NodaTime;

namespace CpqBilling.Stripe.Tests;

public sealed class BodyCheckTests
{
    [Fact]
    public void FullSchedule_HasNoFault()
    {
        var oneTime = new StripeMap()
            .Set("price", new StripeRef("price/2"))
            .Set("quantity", 1m)
            .SetPath("period.start.type", "phase_start")
            .SetPath("period.end.type", "timestamp")
            .SetPath("period.end.timestamp", Instant.FromUtc(2027, 1, 1, 0, 0));
        var item = new StripeMap()
            .Set("price", new StripeRef("price/1"))
            .Set("quantity", 10m)
            .Set("discounts", StripeList.Of([new StripeMap().Set("coupon", "c")]));
        var phase = new StripeMap()
            .Set("items", StripeList.Of([item]))
            .Set("add_invoice_items", StripeList.Of([oneTime]))
            .Set("start_date", new StripeRef("schedule#current_phase.start_date"))
            .Set("end_date", Instant.FromUtc(2027, 1, 1, 0, 0))
            .Set("trial_end", "now")
            .Set("proration_behavior", "none")
            .SetPath("metadata.salesforce_order_id", "801");
        var body = new StripeMap()
            .Set("customer", new StripeRef("customer/1"))
            .Set("start_date", "now")
            .Set("end_behavior", "cancel")
            .SetPath("billing_mode.type", "classic")
            .SetPath("default_settings.invoice_settings.days_until_due", "30")
            .Set("phases", StripeList.Of([phase]))
            .Set("expand", StripeList.Of(["phases.items.price"]));

        Assert.Empty(BodyCheck.Check(StripeMethod.Post, "/v1/subscription_schedules", body));
    }

    public static TheoryData<string, StripeMap, string, string> Faults =>
        new()
        {
            { "/v1/customers", new StripeMap().Set("nmae", "x"), "nmae", "unknown parameter" },
            { "/v1/customers", new StripeMap().Set("balance", 1.5m), "balance", "is no WholeNumber" },
            { "/v1/customers", new StripeMap().Set("address", "x"), "address", "is no Group" },
            { "/v1/prices", new StripeMap().SetPath("recurring.aggregate_usage", "sum"), "recurring[aggregate_usage]", "unknown parameter" },
            { "/v1/prices", new StripeMap().Set("unit_amount_decimal", "ten"), "unit_amount_decimal", "is no DecimalNumber" },
            { "/v1/prices/{ref:price/1}", new StripeMap().Set("unit_amount", 1m), "unit_amount", "unknown parameter" },
            { "/v1/subscription_schedules/{ref:schedule}", new StripeMap().Set("customer", "c"), "customer", "unknown parameter" },
            {
                "/v1/subscription_schedules",
                new StripeMap().Set("phases", StripeList.Of([new StripeMap(), new StripeMap().Set("iterations", 12m)])),
                "phases[1][iterations]",
                "unknown parameter"
            },
            { "/v1/subscription_schedules", new StripeMap().Set("start_date", "soon 1"), "start_date", "is no Time" },
            { "/v1/products", new StripeMap().Set("active", "yes"), "active", "is no Flag" },
            { "/v1/products", new StripeMap().Set("active", new StripeRef("x")), "active", "cannot be the id of another object" },
            { "/v1/charges", new StripeMap(), "/v1/charges", "no request of this kind is known" },
            {
                "/v1/subscription_schedules",
                new StripeMap().Set("start_date", new StripeRef("schedule")),
                "start_date",
                "cannot be the id of another object"
            },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public void WrongParameter_IsNamedWithItsPath(string path, StripeMap body, string fault, string reason) =>
        Assert.Equal([new BodyFault(fault, reason)], BodyCheck.Check(StripeMethod.Post, path, body));

    [Fact]
    public void EmptyText_UnsetsAnything() =>
        Assert.Empty(
            BodyCheck.Check(StripeMethod.Post, "/v1/customers/cus_1", new StripeMap().Set("metadata", "").Set("address", "").Set("balance", ""))
        );
}
