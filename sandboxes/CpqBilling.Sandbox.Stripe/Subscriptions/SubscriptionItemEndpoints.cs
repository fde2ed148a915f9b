namespace CpqBilling.Sandbox.Stripe.Subscriptions;

/// <summary>Items of subscriptions on their own; every change goes through an update of the subscription.</summary>
internal static class SubscriptionItemEndpoints
{
    private static readonly string[] Unkept = ["billing_thresholds", "current_trial", "tax_rates"];

    public static void Map(RouteTable routes) =>
        routes
            .Post(
                "/v1/subscription_items",
                () =>
                    ParameterShape
                        .Of<Sdk.SubscriptionItemCreateOptions>()
                        .Require("subscription")
                        .Between("quantity", 0, ParameterShape.MostQuantity)
                        .Unkept(Unkept),
                Create
            )
            .Get("/v1/subscription_items", () => ParameterShape.Of<Sdk.SubscriptionItemListOptions>().Require("subscription"), List)
            .Get("/v1/subscription_items/{id}", call => SubscriptionItemJson.Render(call.Account, Find(call)))
            .Post(
                "/v1/subscription_items/{id}",
                () =>
                    ParameterShape
                        .Of<Sdk.SubscriptionItemUpdateOptions>()
                        .Between("quantity", 0, ParameterShape.MostQuantity)
                        .Unkept([.. Unkept, "off_session"]),
                Update
            )
            .Delete("/v1/subscription_items/{id}", () => ParameterShape.Of<Sdk.SubscriptionItemDeleteOptions>().Unkept("clear_usage"), Delete);

    private static SubscriptionItem Find(ApiCall call) =>
        call.Account.Subscriptions.All.SelectMany(subscription => subscription.Items).FirstOrDefault(item => item.Id == call.Id)
        ?? throw Errors.NotFound("subscription_item", call.Id, "item");

    private static JsonObject List(ApiCall call)
    {
        var subscription = call.Account.Subscriptions.Named(call.Form, "subscription", "subscription")!;
        return call.Page.Of(subscription.Items, item => SubscriptionItemJson.Render(call.Account, item));
    }

    private static JsonObject Create(ApiCall call)
    {
        var subscription = call.Account.Subscriptions.Named(call.Form, "subscription", "subscription")!;
        var known = subscription.Items.Select(item => item.Id).ToHashSet();
        Through(call, subscription, null, isDeleted: false);
        return SubscriptionItemJson.Render(call.Account, subscription.Items.Single(item => !known.Contains(item.Id)));
    }

    private static JsonObject Update(ApiCall call)
    {
        var item = Find(call);
        Through(call, call.Account.Subscriptions.Get(item.SubscriptionId), item.Id, isDeleted: false);
        return SubscriptionItemJson.Render(call.Account, item);
    }

    private static JsonObject Delete(ApiCall call)
    {
        var item = Find(call);
        Through(call, call.Account.Subscriptions.Get(item.SubscriptionId), item.Id, isDeleted: true);
        return JsonText.Deleted(item.Id, "subscription_item");
    }

    /// <summary>Rewrites the form as the update of the subscription it stands for.</summary>
    private static void Through(ApiCall call, Subscription subscription, string? itemId, bool isDeleted)
    {
        var form = new RawNode();
        var entry = form.Child("items").Child("0");
        foreach (var (name, node) in call.Form.Node.Children.Where(child => child.Name is not ("expand" or "subscription")))
        {
            var target = name is "proration_behavior" or "proration_date" or "payment_behavior" ? form : entry;
            target.Adopt(name, node);
        }

        if (itemId is not null)
        {
            entry.Child("id").Text = itemId;
        }

        if (isDeleted)
        {
            entry.Child("deleted").Text = "true";
        }

        SubscriptionUpdate.Update(call with { Form = new Parameters(form), PathIds = [subscription.Id] });
    }
}
