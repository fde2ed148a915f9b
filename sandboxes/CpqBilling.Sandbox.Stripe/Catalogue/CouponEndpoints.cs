namespace CpqBilling.Sandbox.Stripe.Catalogue;

internal static class CouponEndpoints
{
    private const long FiveYears = 5L * 366 * 86_400;

    public static void Map(RouteTable routes) =>
        routes
            .Post(
                "/v1/coupons",
                () =>
                    ParameterShape
                        .Of<Sdk.CouponCreateOptions>()
                        .OneOf("duration", "forever", "once", "repeating")
                        .Places("percent_off", 2)
                        .Between("max_redemptions", 1)
                        .AtMostCharacters("name", 40),
                Create
            )
            .Get("/v1/coupons", () => ParameterShape.Of<Sdk.CouponListOptions>(), List)
            .Get("/v1/coupons/{id}", call => CouponJson.Render(call.Account, Find(call)))
            .Post("/v1/coupons/{id}", () => ParameterShape.Of<Sdk.CouponUpdateOptions>().AtMostCharacters("name", 40).Emptyable("name"), Update)
            .Delete("/v1/coupons/{id}", Delete);

    private static Coupon Find(ApiCall call)
    {
        var coupon = call.Account.Coupons.InPath(call.Id, "coupon", "coupon");
        return coupon.IsDeleted ? throw Errors.NotFound("coupon", call.Id, "coupon") : coupon;
    }

    private static JsonObject Create(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var coupon = Read(form, account.BaseTimeline.Now);
        CheckProducts(account, form.Map("applies_to"));
        coupon.Id = form.Text("id") ?? account.Ids.Random(8);
        if (account.Coupons.Find(coupon.Id) is { } taken)
        {
            if (!taken.IsDeleted)
            {
                throw Errors.Refused("Coupon already exists.", "id", "resource_already_exists");
            }

            account.Coupons.Remove(taken);
        }

        account.Stamp(coupon, "", account.BaseTimeline.Now);
        account.Coupons.Add(coupon);
        account.Events.Record("coupon.created", coupon);
        return CouponJson.Render(account, coupon);
    }

    private static void CheckProducts(Account account, Parameters? appliesTo)
    {
        foreach (var id in appliesTo?.Texts("products") ?? [])
        {
            if (account.Products.Find(id) is not { IsDeleted: false })
            {
                throw Errors.NoSuch("product", id, appliesTo!.PathOf("products"));
            }
        }
    }

    private static Coupon Read(Parameters form, long now)
    {
        form.RefuseTogether("percent_off", "amount_off");
        var percent = form.Exact("percent_off");
        var amount = form.Whole("amount_off");
        if (percent is null && amount is null)
        {
            throw Errors.Missing("percent_off");
        }

        if (percent is <= 0 or > 100)
        {
            throw Errors.Refused("Invalid percent_off: must be greater than 0 and at most 100.", "percent_off");
        }

        if (amount <= 0)
        {
            throw Errors.Refused("This value must be greater than or equal to 1.", "amount_off", "parameter_invalid_integer");
        }

        var duration = form.Text("duration") ?? "once";
        var months = form.Whole("duration_in_months");
        if (duration == "repeating" != months is not null || months <= 0)
        {
            throw Errors.Refused("`duration_in_months` must be a positive number if, and only if, `duration=repeating`.", "duration_in_months");
        }

        var redeemBy = form.Whole("redeem_by");
        if (redeemBy <= now || redeemBy > now + FiveYears)
        {
            throw Errors.Refused("`redeem_by` must be in the future and at most five years away.", "redeem_by");
        }

        return new Coupon
        {
            PercentOff = percent,
            AmountOff = amount,
            Currency = amount is null ? null : Currencies.Read(form),
            Duration = duration,
            DurationInMonths = (int?)months,
            Name = form.Text("name"),
            Metadata = MetadataRules.Read(form),
            MaxRedemptions = form.Whole("max_redemptions"),
            RedeemBy = redeemBy,
            AppliesToProducts = form.Map("applies_to")?.Texts("products"),
            CurrencyOptions = TypedJson.Of<Sdk.CouponCreateOptions>(form, "currency_options"),
        };
    }

    private static JsonObject Update(ApiCall call)
    {
        var coupon = Find(call);
        MetadataRules.Merge(coupon.Metadata, call.Form);
        coupon.Name = call.Form.Has("name") ? call.Form.Text("name") : coupon.Name;
        coupon.CurrencyOptions = call.Form.Has("currency_options")
            ? TypedJson.Of<Sdk.CouponUpdateOptions>(call.Form, "currency_options")
            : coupon.CurrencyOptions;
        call.Account.Events.RecordUpdate("coupon.updated", coupon);
        return CouponJson.Render(call.Account, coupon);
    }

    private static JsonObject Delete(ApiCall call)
    {
        var coupon = Find(call);
        coupon.IsDeleted = true;
        call.Account.Events.Record("coupon.deleted", coupon);
        return JsonText.Deleted(coupon.Id, "coupon");
    }

    private static JsonObject List(ApiCall call) =>
        call.Page.Of(
            call.Account.Coupons.All.Where(coupon => !coupon.IsDeleted && call.Page.Fits("created", coupon.Created)),
            coupon => CouponJson.Render(call.Account, coupon)
        );
}

internal static class CouponJson
{
    public static JsonObject Render(Account account, Coupon coupon) =>
        new()
        {
            ["id"] = coupon.Id,
            ["object"] = "coupon",
            ["amount_off"] = coupon.AmountOff,
            ["created"] = coupon.Created,
            ["currency"] = coupon.Currency,
            ["duration"] = coupon.Duration,
            ["duration_in_months"] = coupon.DurationInMonths,
            ["livemode"] = false,
            ["max_redemptions"] = coupon.MaxRedemptions,
            ["metadata"] = JsonText.Metadata(coupon.Metadata),
            ["name"] = coupon.Name,
            ["percent_off"] = coupon.PercentOff is { } percent ? JsonValue.Create(percent) : null,
            ["redeem_by"] = coupon.RedeemBy,
            ["times_redeemed"] = coupon.TimesRedeemed,
            ["valid"] = coupon.IsValid(account.BaseTimeline.Now),
        };
}

internal static class DiscountJson
{
    public static JsonObject Render(Discount discount) =>
        new()
        {
            ["id"] = discount.Id,
            ["object"] = "discount",
            ["checkout_session"] = null,
            ["customer"] = discount.CustomerId,
            ["customer_account"] = null,
            ["end"] = discount.End,
            ["invoice"] = discount.InvoiceId,
            ["invoice_item"] = discount.InvoiceItemId,
            ["promotion_code"] = discount.PromotionCodeId,
            ["source"] = new JsonObject { ["coupon"] = discount.CouponId, ["type"] = "coupon" },
            ["start"] = discount.Start,
            ["subscription"] = discount.SubscriptionId,
            ["subscription_item"] = discount.SubscriptionItemId,
        };
}
