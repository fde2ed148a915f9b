using System.Buffers.Text;
using System.Text;

namespace CpqBilling.Sandbox.Stripe.Search;

/// <summary>Search by query, over objects on test clocks too; the newest come first.</summary>
internal static class SearchEndpoints
{
    public static void Map(RouteTable routes, IEnumerable<Kind> kinds)
    {
        foreach (var kind in kinds.Where(kind => kind.SearchedAt is not null))
        {
            routes.Get(
                $"/v1/{kind.SearchedAt}/search",
                () => ParameterShape.Of<Sdk.SearchOptions>().Require("query").Between("limit", 1, 100),
                call => Search(call, kind)
            );
        }
    }

    private static JsonObject Search(ApiCall call, Kind kind)
    {
        var (account, form) = (call.Account, call.Form);
        var query = SearchRules.Checked(SearchParser.Parse(form.RequiredText("query")), kind.SearchedBy);
        List<StripeObject> found =
        [
            .. kind.SearchedOf(account)
                .Where(item => account.Decisions.SearchFindsClockObjects || !IsOnClock(account, item))
                .Where(item => SearchLag.FormOf(account, item)?.Meets(query) == true)
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

    private static int StartOf(string page, List<StripeObject> found)
    {
        var index =
            Base64Url.IsValid(page) && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(page)) is var id
                ? found.FindIndex(item => item.Id == id)
                : -1;
        return index >= 0 ? index + 1 : throw Errors.Refused("The page token is not valid.", "page");
    }
}
