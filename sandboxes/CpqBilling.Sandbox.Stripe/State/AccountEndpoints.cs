namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>Who a key belongs to; clients ask to find out whether it is good.</summary>
internal static class AccountEndpoints
{
    public static void Map(RouteTable routes) =>
        routes.Get(
            "/v1/account",
            call => new JsonObject
            {
                ["id"] = call.Account.Id,
                ["object"] = "account",
                ["business_profile"] = new JsonObject { ["name"] = "Sandbox" },
                ["business_type"] = "company",
                ["charges_enabled"] = true,
                ["country"] = "US",
                ["created"] = call.Account.BaseTimeline.Now,
                ["default_currency"] = "usd",
                ["details_submitted"] = true,
                ["email"] = "sandbox@example.com",
                ["metadata"] = new JsonObject(),
                ["payouts_enabled"] = true,
                ["settings"] = new JsonObject
                {
                    ["dashboard"] = new JsonObject { ["display_name"] = "Sandbox", ["timezone"] = "Etc/UTC" },
                },
                ["type"] = "standard",
            }
        );
}
