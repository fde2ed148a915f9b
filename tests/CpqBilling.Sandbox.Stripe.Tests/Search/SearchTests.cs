using System.Net;
using CpqBilling.Sandbox.Stripe.Tests.Faults;
using StripeNet = global::Stripe;

namespace CpqBilling.Sandbox.Stripe.Tests.Search;

public sealed class SearchTests
{
    private static async Task<string> NamesAsync(Bench bench, string query)
    {
        var found = await bench.GetAsync($"/v1/customers/search?query={Uri.EscapeDataString(query)}&limit=100");
        return string.Concat(found["data"]!.AsArray().Select(customer => (string)customer!["name"]!).Order());
    }

    private static async Task<Bench> WithCustomersAsync()
    {
        var bench = await Bench.StartAsync(new StripeSandboxOptions { FrozenAt = DateTimeOffset.FromUnixTimeSeconds(1_767_225_600) });
        await bench.PostJsonAsync("/v1/customers", "name=A&email=anna@example.com&metadata[region]=emea&metadata[tier]=gold");
        await bench.PostJsonAsync("/v1/customers", "name=B&email=bert@example.com&metadata[region]=Apac");
        await bench.PostJsonAsync("/v1/customers", "name=C&phone=555\"1");
        return bench;
    }

    [Theory]
    [InlineData("name:\"a\"", "A")] // exact, whatever the case
    [InlineData("email~\"EXAMPLE\"", "AB")]
    [InlineData("metadata[\"region\"]:\"apac\"", "B")]
    [InlineData("metadata['region']:'emea' metadata['tier']:'gold'", "A")]
    [InlineData("metadata['region']:'emea' AND metadata['tier']:'silver'", "")]
    [InlineData("name:'A' OR name:'C'", "AC")]
    [InlineData("-name:'A'", "BC")]
    [InlineData("metadata['region']:null", "C")]
    [InlineData("-metadata['region']:null", "AB")]
    [InlineData("created>=1767225600", "ABC")]
    [InlineData("created>1767225600", "")]
    [InlineData("created<1767225601 -name:'B'", "AC")]
    [InlineData("created:'1767225600'", "ABC")]
    [InlineData("phone:\"555\\\"1\"", "C")]
    public async Task Query_FindsWhatFits(string query, string expected)
    {
        await using var bench = await WithCustomersAsync();
        Assert.Equal(expected, await NamesAsync(bench, query));
    }

    [Theory]
    [InlineData("nickname:'A'")] // no such field
    [InlineData("created~'123'")] // parts of numbers
    [InlineData("metadata['k']~'abc'")] // parts of metadata
    [InlineData("email~'an'")] // fewer than three characters
    [InlineData("name>'A'")] // order of texts
    [InlineData("name:'A' AND name:'B' OR name:'C'")]
    [InlineData("(name:'A')")]
    [InlineData("name:A")]
    [InlineData("name:'A")]
    [InlineData("name")]
    [InlineData("metadata:'A'")]
    [InlineData("created>'soon'")]
    [InlineData("name:'1' name:'2' name:'3' name:'4' name:'5' name:'6' name:'7' name:'8' name:'9' name:'10' name:'11'")]
    public async Task WrongQuery_IsRefused(string query)
    {
        await using var bench = await Bench.StartAsync();
        using var refused = await bench.Http.GetAsync($"/v1/customers/search?query={Uri.EscapeDataString(query)}", Bench.Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("\"param\":\"query\"", await refused.Content.ReadAsStringAsync(Bench.Cancellation));
    }

    [Fact]
    public async Task Pages_GoOnWhereTheLastOneEnded()
    {
        await using var bench = await Bench.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await bench.PostJsonAsync("/v1/customers", $"name=Acme&metadata[n]={i}");
        }

        var options = new StripeNet.CustomerSearchOptions
        {
            Query = "name:'acme'",
            Limit = 2,
            Expand = ["total_count"],
        };
        var first = await bench.Client.V1.Customers.SearchAsync(options, cancellationToken: Bench.Cancellation);
        Assert.Equal((true, 5L, 2), (first.HasMore, first.TotalCount, first.Data.Count));
        var all = new List<string>();
        await foreach (var customer in bench.Client.V1.Customers.SearchAutoPagingAsync(options, cancellationToken: Bench.Cancellation))
        {
            all.Add(customer.Metadata["n"]);
        }

        Assert.Equal(["4", "3", "2", "1", "0"], all);
    }

    [Fact]
    public async Task TotalCount_OnlyWhenExpanded()
    {
        await using var bench = await WithCustomersAsync();
        var found = (await bench.GetAsync("/v1/customers/search?query=name:'A'")).AsObject();
        Assert.Equal("search_result", (string)found["object"]!);
        Assert.False(found.ContainsKey("total_count"));
        Assert.Null(found["next_page"]);
    }

    [Fact]
    public async Task EveryResource_AnswersItsFields()
    {
        await using var bench = await Bench.StartAsync();
        var product = (string)(await bench.PostJsonAsync("/v1/products", "name=Gold&metadata[sf]=01t1"))["id"]!;
        var price = (string)
            (
                await bench.PostJsonAsync(
                    "/v1/prices",
                    $"product={product}&currency=usd&unit_amount=1000&recurring[interval]=month&lookup_key=gold_month"
                )
            )["id"]!;
        var customer = (string)(await bench.PostJsonAsync("/v1/customers", "name=Acme"))["id"]!;
        var subscription = (string)
            (
                await bench.PostJsonAsync(
                    "/v1/subscriptions",
                    $"customer={customer}&items[0][price]={price}&collection_method=send_invoice&days_until_due=5&metadata[order]=801"
                )
            )["id"]!;
        await Finds("products", "active:'true' name~'gol' metadata['sf']:'01t1'", product);
        await Finds("prices", $"product:'{product}' type:'recurring' currency:'USD' lookup_key:'gold_month' active:true", price);
        await Finds("subscriptions", "status:'active' metadata['order']:'801'", subscription);
        await Finds("invoices", $"customer:'{customer}' subscription:'{subscription}' status:'draft' total>999", null);

        async Task Finds(string resource, string query, string? id)
        {
            var found = (await bench.GetAsync($"/v1/{resource}/search?query={Uri.EscapeDataString(query)}"))["data"]!.AsArray();
            Assert.Equal(id ?? (string)found.Single()!["id"]!, (string)Assert.Single(found)!["id"]!);
        }
    }

    [Fact]
    public async Task IndexBehind_NewAndChangedObjectsShowLater()
    {
        await using var bench = await WithCustomersAsync();
        await bench.ControlAsync("search", new { lagMilliseconds = 60_000 });
        var id = (string)(await bench.PostJsonAsync("/v1/customers", "name=D"))["id"]!;
        var known = (string)(await bench.GetAsync("/v1/customers/search?query=name:'A'"))["data"]![0]!["id"]!;
        await bench.PostJsonAsync($"/v1/customers/{known}", "name=Z");
        Assert.Equal("", await NamesAsync(bench, "name:'D'"));
        Assert.Equal("", await NamesAsync(bench, "name:'Z'"));
        Assert.Equal("Z", await NamesAsync(bench, "name:'A'")); // found by what it was, answered as it is
        Assert.Equal(id, (string)(await bench.GetAsync($"/v1/customers/{id}"))["id"]!);
        await bench.ControlAsync("wall_clock", new { offsetSeconds = 61 });
        Assert.Equal("D", await NamesAsync(bench, "name:'D'"));
        Assert.Equal("Z", await NamesAsync(bench, "name:'Z'"));
        Assert.Equal("", await NamesAsync(bench, "name:'A'"));
    }
}
