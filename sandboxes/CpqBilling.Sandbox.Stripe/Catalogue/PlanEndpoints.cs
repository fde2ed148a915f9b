namespace CpqBilling.Sandbox.Stripe.Catalogue;

/// <summary>Plans, as older clients read them: every recurring price is also a plan of the same id. They are made as prices.</summary>
internal static class PlanEndpoints
{
    public static void Map(RouteTable routes) =>
        routes.Get("/v1/plans", () => ParameterShape.Of<Sdk.PlanListOptions>(), List).Get("/v1/plans/{id}", call => PlanJson.Render(Find(call)));

    private static Price Find(ApiCall call) =>
        call.Account.Prices.Find(call.Id) is { IsRecurring: true } price ? price : throw Errors.NotFound("plan", call.Id, "plan");

    private static JsonObject List(ApiCall call)
    {
        var page = call.Page;
        return page.Of(
            call.Account.Prices.All.Where(price =>
                price.IsRecurring
                && page.Equal("active", price.IsActive)
                && page.Equal("product", price.ProductId)
                && page.Fits("created", price.Created)
            ),
            PlanJson.Render
        );
    }
}
