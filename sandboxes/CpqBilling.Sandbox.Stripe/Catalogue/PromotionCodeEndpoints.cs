using System.Text.RegularExpressions;

namespace CpqBilling.Sandbox.Stripe.Catalogue;

internal static partial class PromotionCodeEndpoints
{
    public static void Map(RouteTable routes) =>
        routes
            .Post(
                "/v1/promotion_codes",
                () =>
                    ParameterShape
                        .Of<Sdk.PromotionCodeCreateOptions>()
                        .Require("promotion", "promotion.type", "promotion.coupon")
                        .OneOf("promotion.type", "coupon")
                        .Unkept("customer_account", "restrictions.currency_options"),
                Create
            )
            .Get("/v1/promotion_codes", () => ParameterShape.Of<Sdk.PromotionCodeListOptions>().Unkept("customer_account"), List)
            .Get(
                "/v1/promotion_codes/{id}",
                call => PromotionCodeJson.Render(call.Account, call.Account.PromotionCodes.InPath(call.Id, "promotion code", "promotion_code"))
            )
            .Post("/v1/promotion_codes/{id}", UpdateShape, Update);

    private static ParameterShape UpdateShape() =>
        ParameterShape.Of<Sdk.PromotionCodeUpdateOptions>().Only("restrictions", "currency_options").Unkept("restrictions.currency_options");

    private static JsonObject Create(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var coupon = account.Coupons.Named(form.Map("promotion")!, "coupon", "coupon")!;
        var restrictions = form.Map("restrictions") ?? Parameters.None;
        var code = new PromotionCode
        {
            CouponId = coupon.Id,
            Code = form.Text("code") ?? account.Ids.Random(8, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
            CustomerId = form.Has("customer") ? account.LiveCustomer(form).Id : null,
            IsActive = form.Flag("active") ?? true,
            ExpiresAt = form.Whole("expires_at"),
            MaxRedemptions = form.Whole("max_redemptions"),
            Metadata = MetadataRules.Read(form),
            IsFirstTimeOnly = restrictions.Flag("first_time_transaction") ?? false,
            MinimumAmount = restrictions.Whole("minimum_amount"),
            MinimumAmountCurrency = restrictions.Text("minimum_amount_currency"),
        };
        Check(account, coupon, code);
        account.Stamp(code, account.BaseTimeline.Now);
        account.PromotionCodes.Add(code);
        account.Events.Record("promotion_code.created", code);
        return PromotionCodeJson.Render(account, code);
    }

    private static void Check(Account account, Coupon coupon, PromotionCode code)
    {
        if (!Letters().IsMatch(code.Code))
        {
            throw Errors.Refused("Promotion codes may only contain letters, digits and dashes.", "code");
        }

        if (code.ExpiresAt > coupon.RedeemBy)
        {
            throw Errors.Refused("`expires_at` must not be later than the coupon's `redeem_by`.", "expires_at");
        }

        if (code.MaxRedemptions > coupon.MaxRedemptions)
        {
            throw Errors.Refused("`max_redemptions` must not be greater than the coupon's.", "max_redemptions");
        }

        if (
            account.PromotionCodes.All.Any(other =>
                other.IsActive && other.CustomerId == code.CustomerId && other.Code.Equals(code.Code, StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            throw Errors.Refused("An active promotion code with this code already exists.", "code");
        }
    }

    private static JsonObject Update(ApiCall call)
    {
        var code = call.Account.PromotionCodes.InPath(call.Id, "promotion code", "promotion_code");
        MetadataRules.Merge(code.Metadata, call.Form);
        code.IsActive = call.Form.Flag("active") ?? code.IsActive;
        call.Account.Events.RecordUpdate("promotion_code.updated", code);
        return PromotionCodeJson.Render(call.Account, code);
    }

    private static JsonObject List(ApiCall call)
    {
        var page = call.Page;
        return page.Of(
            call.Account.PromotionCodes.All.Where(code =>
                page.Equal("active", code.IsUsable(call.Account.BaseTimeline.Now))
                && page.Equal("coupon", code.CouponId)
                && page.Equal("customer", code.CustomerId)
                && page.Fits("created", code.Created)
                && (call.Form.Text("code") is not { } wanted || code.Code.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ),
            code => PromotionCodeJson.Render(call.Account, code)
        );
    }

    [GeneratedRegex("^[A-Za-z0-9-]+$")]
    private static partial Regex Letters();
}

internal static class PromotionCodeJson
{
    public static JsonObject Render(Account account, PromotionCode code) =>
        new()
        {
            ["id"] = code.Id,
            ["object"] = "promotion_code",
            ["active"] = code.IsUsable(account.BaseTimeline.Now) && account.Coupons.Find(code.CouponId)?.IsValid(account.BaseTimeline.Now) == true,
            ["code"] = code.Code,
            ["created"] = code.Created,
            ["customer"] = code.CustomerId,
            ["customer_account"] = null,
            ["expires_at"] = code.ExpiresAt,
            ["livemode"] = false,
            ["max_redemptions"] = code.MaxRedemptions,
            ["metadata"] = JsonText.Metadata(code.Metadata),
            ["promotion"] = new JsonObject { ["coupon"] = code.CouponId, ["type"] = "coupon" },
            ["restrictions"] = new JsonObject
            {
                ["first_time_transaction"] = code.IsFirstTimeOnly,
                ["minimum_amount"] = code.MinimumAmount,
                ["minimum_amount_currency"] = code.MinimumAmountCurrency,
            },
            ["times_redeemed"] = code.TimesRedeemed,
        };
}
