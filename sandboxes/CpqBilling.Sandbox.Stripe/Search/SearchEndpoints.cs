using System.Buffers.Text;
using System.Text;

namespace CpqBilling.Sandbox.Stripe.Search;

/// <summary>Search by query, over objects on test clocks too; the newest come first.</summary>
internal static class SearchEndpoints
{
    public static void Map(RouteTable routes) =>
        routes
            .Get(
                "/v1/customers/search",
                Shape<Sdk.CustomerSearchOptions>,
                call => Search(call, SearchableKinds.Customers, call.Account.Customers.All.Where(customer => !customer.IsDeleted))
            )
            .Get(
                "/v1/products/search",
                Shape<Sdk.ProductSearchOptions>,
                call => Search(call, SearchableKinds.Products, call.Account.Products.All.Where(product => !product.IsDeleted))
            )
            .Get("/v1/prices/search", Shape<Sdk.PriceSearchOptions>, call => Search(call, SearchableKinds.Prices, call.Account.Prices.All))
            .Get(
                "/v1/subscriptions/search",
                Shape<Sdk.SubscriptionSearchOptions>,
                call => Search(call, SearchableKinds.Subscriptions, call.Account.Subscriptions.All)
            )
            .Get("/v1/invoices/search", Shape<Sdk.InvoiceSearchOptions>, call => Search(call, SearchableKinds.Invoices, call.Account.Invoices.All));

    private static ParameterShape Shape<TOptions>() => ParameterShape.Of<TOptions>().Require("query").Between("limit", 1, 100);

    private static JsonObject Search<T>(ApiCall call, SearchFields<T> fields, IEnumerable<T> items)
        where T : StripeObject
    {
        var (account, form) = (call.Account, call.Form);
        var query = fields.Checked(SearchParser.Parse(form.RequiredText("query")));
        List<T> found =
        [
            .. items
                .Where(item => account.Decisions.SearchFindsClockObjects || !IsOnClock(account, item))
                .Where(item => SearchLag.FormOf(account, item, fields)?.Meets(query) == true)
                .OrderByDescending(item => item.Created)
                .ThenByDescending(item => item.Sequence),
        ];
        var start = form.Text("page") is { } page ? StartOf(page, found) : 0;
        var end = Math.Min(found.Count, start + (int)(form.Whole("limit") ?? 10));
        var result = new JsonObject
        {
            ["object"] = "search_result",
            ["data"] = JsonText.Array(found[start..end], item => Renderer.Render(account, item)),
            ["has_more"] = end < found.Count,
            ["next_page"] = end < found.Count ? PageAfter(found[end - 1].Id) : null,
            ["url"] = call.Url,
        };
        if (form.Texts("expand").Contains("total_count"))
        {
            result["total_count"] = found.Count;
        }

        return result;
    }

    private static bool IsOnClock(Account account, StripeObject item) =>
        item switch
        {
            Customer customer => customer.TestClockId is not null,
            CustomerObject owned => account.CustomerOf(owned).TestClockId is not null,
            _ => false,
        };

    private static string PageAfter(string id) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(id));

    private static int StartOf<T>(string page, List<T> found)
        where T : StripeObject
    {
        var index =
            Base64Url.IsValid(page) && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(page)) is var id
                ? found.FindIndex(item => item.Id == id)
                : -1;
        return index >= 0 ? index + 1 : throw Errors.Refused("The page token is not valid.", "page");
    }
}
