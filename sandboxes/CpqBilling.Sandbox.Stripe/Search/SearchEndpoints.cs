namespace CpqBilling.Sandbox.Stripe.Search;

internal static class SearchEndpoints
{
    public static void Map(RouteTable routes) => _ = routes;
}
