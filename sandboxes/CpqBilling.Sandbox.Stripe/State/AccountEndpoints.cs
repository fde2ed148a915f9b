namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>Who a key belongs to; clients ask to find out whether it is good.</summary>
internal static class AccountEndpoints
{
    private static readonly Fragment BusinessProfile = new(
        """
        {"mcc":null,"minority_owned_business_designation":null,"name":"Sandbox","product_description":null,
        "specified_commercial_transactions_act_url":null,"support_address":null,"support_email":null,"support_phone":null,"support_url":null,"url":null}
        """
    );

    private static readonly Fragment Settings = new(
        """
        {"branding":{"icon":null,"logo":null,"primary_color":null,"secondary_color":null},
        "card_payments":{"statement_descriptor_prefix":null,"statement_descriptor_prefix_kana":null,"statement_descriptor_prefix_kanji":null},
        "dashboard":{"display_name":"Sandbox","timezone":"Etc/UTC"},
        "payments":{"statement_descriptor":"SANDBOX","statement_descriptor_kana":null,"statement_descriptor_kanji":null,
        "statement_descriptor_prefix_kana":null,"statement_descriptor_prefix_kanji":null}}
        """
    );

    public static void Map(RouteTable routes) =>
        routes.Get(
            "/v1/account",
            call => new JsonObject
            {
                ["id"] = call.Account.Id,
                ["object"] = "account",
                ["business_profile"] = BusinessProfile.New(),
                ["business_type"] = "company",
                ["charges_enabled"] = true,
                ["country"] = "US",
                ["created"] = call.Account.BaseTimeline.Now,
                ["default_currency"] = "usd",
                ["details_submitted"] = true,
                ["email"] = "sandbox@example.com",
                ["metadata"] = new JsonObject(),
                ["payouts_enabled"] = true,
                ["settings"] = Settings.New(),
                ["type"] = "standard",
            }
        );
}
