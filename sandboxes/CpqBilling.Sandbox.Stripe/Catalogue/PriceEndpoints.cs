namespace CpqBilling.Sandbox.Stripe.Catalogue;

internal static class PriceEndpoints
{
    public static void Map(RouteTable routes) =>
        routes
            .Post("/v1/prices", CreateShape, call => PriceJson.Render(PriceCreation.CreateListed(call.Account, call.Form)))
            .Get("/v1/prices", () => ParameterShape.Of<Sdk.PriceListOptions>().OneOf("type", "one_time", "recurring"), List)
            .Get("/v1/prices/{id}", call => PriceJson.Render(call.Account.Prices.InPath(call.Id, "price", "price")))
            .Post(
                "/v1/prices/{id}",
                () => ParameterShape.Of<Sdk.PriceUpdateOptions>().AtMostCharacters("lookup_key", 200).Emptyable("lookup_key", "nickname"),
                Update
            );

    private static ParameterShape CreateShape() =>
        ParameterShape
            .Of<Sdk.PriceCreateOptions>()
            .Require("currency")
            .OneOf("billing_scheme", "per_unit", "tiered")
            .OneOf("tiers_mode", "graduated", "volume")
            .OneOf("tax_behavior", "exclusive", "inclusive", "unspecified")
            .OneOf("recurring.interval", "day", "week", "month", "year")
            .OneOf("recurring.usage_type", "licensed", "metered")
            .Require("recurring.interval")
            .OneOf("transform_quantity.round", "down", "up")
            .Between("transform_quantity.divide_by", 1)
            .Between("unit_amount", 0)
            .Between("recurring.interval_count", 1)
            .AtMostCharacters("lookup_key", 200)
            .Unkept("product_data.tax_details");

    private static JsonObject Update(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var price = account.Prices.InPath(call.Id, "price", "price");
        if (form.Text("tax_behavior") is { } behavior && price.TaxBehavior != "unspecified" && behavior != price.TaxBehavior)
        {
            throw Errors.Refused("The tax behavior of a price cannot be changed once it is set.", "tax_behavior");
        }

        LookupKeys.RefuseTaken(account, price, form);
        MetadataRules.Merge(price.Metadata, form);
        LookupKeys.Take(account, price, form);
        price.TaxBehavior = form.Text("tax_behavior") ?? price.TaxBehavior;
        price.IsActive = form.Flag("active") ?? price.IsActive;
        price.Nickname = form.Has("nickname") ? form.Text("nickname") : price.Nickname;
        price.CurrencyOptions = form.Has("currency_options") ? TypedJson.Of<Sdk.PriceUpdateOptions>(form, "currency_options") : price.CurrencyOptions;
        price.Shown = null;
        if (account.Events.RecordUpdate("price.updated", price) && price.IsRecurring && account.Decisions.SendPlanEvents)
        {
            account.Events.Record("plan.updated", new RenderedForm(price.Id, PlanJson.Render(price)));
        }

        return PriceJson.Render(price);
    }

    private static JsonObject List(ApiCall call)
    {
        var (page, form) = (call.Page, call.Form);
        return page.Of(
            Candidates(call)
                .Where(price =>
                    page.Equal("active", price.IsActive)
                    && page.Equal("product", price.ProductId)
                    && (form.Text("currency") is not { } currency || string.Equals(currency, price.Currency, StringComparison.OrdinalIgnoreCase))
                    && page.Equal("type", price.IsRecurring ? "recurring" : "one_time")
                    && page.Fits("created", price.Created)
                    && (form.Map("recurring") is not { } recurring || FitsRecurrence(price, recurring))
                ),
            PriceJson.Render
        );
    }

    private static IEnumerable<Price> Candidates(ApiCall call)
    {
        if (call.Form.Has("lookup_keys"))
        {
            var keys = call.Form.Texts("lookup_keys");
            return keys.Count > 10
                ? throw Errors.Malformed("You may only specify up to 10 lookup keys.", "lookup_keys")
                : keys.Select(key => call.Account.PriceByLookupKey.GetValueOrDefault(key))
                    .OfType<string>()
                    .Distinct()
                    .Select(call.Account.Prices.Get);
        }

        return call.Form.Text("product") is { } product ? call.Account.Prices.OwnedBy(product) : call.Account.Prices.All;
    }

    private static bool FitsRecurrence(Price price, Parameters wanted) =>
        price.IsRecurring
        && (wanted.Text("interval") is not { } interval || interval == price.Interval)
        && (wanted.Text("meter") is not { } meter || meter == price.MeterId)
        && (wanted.Text("usage_type") is not { } usage || usage == (price.IsMetered ? "metered" : "licensed"));
}
