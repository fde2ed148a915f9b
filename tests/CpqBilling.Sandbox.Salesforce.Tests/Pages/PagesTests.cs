using System.Net;
using CpqBilling.Sandbox.Salesforce.Tests.Cpq;

namespace CpqBilling.Sandbox.Salesforce.Tests.Pages;

public sealed class PagesTests
{
    [Fact]
    public async Task Newcomer_PlaysASaleFromAccountToRenewal()
    {
        await using var floor = await SalesFloor.OpenAsync();
        var account = await PressAsync(floor, "/accounts", ("Name", "Acme & Sons"), ("BillingCity", "Oslo"));
        await PressAsync(
            floor,
            "/products",
            ("Name", "Seat"),
            ("ListPrice", "120"),
            ("Kind", "Renewable"),
            ("Term", "1"),
            ("BillingFrequency", "Monthly")
        );
        var product = (await floor.RowAsync("SELECT Id FROM Product2"))["Id"]!.ToString();

        var quote = await PressAsync(
            floor,
            "/quotes",
            ("Account", account.Split('/')[^1]),
            ("Start", "2024-01-15"),
            ("Term", "12"),
            ("Product0", product),
            ("Quantity0", "5")
        );
        var order = await PressAsync(floor, quote + "/order");
        Assert.Contains("Draft", await PageAsync(floor, order));
        await PressAsync(floor, order + "/activate");
        var contract = await PressAsync(floor, order + "/contract");
        var amendment = await PressAsync(floor, contract + "/amend", ("Start", "2024-04-15"), ("Held0", product), ("Total0", "8"));
        await PressAsync(floor, amendment + "/contract");
        var renewal = await PressAsync(floor, contract + "/renew");

        Assert.Contains("Quantity Increase", await PageAsync(floor, amendment));
        Assert.Contains("3,240.00", await PageAsync(floor, amendment));
        Assert.Contains("11,520.00", await PageAsync(floor, renewal));
        Assert.Contains("Acme &amp; Sons", await PageAsync(floor, account));
    }

    [Fact]
    public async Task WrongQuantity_IsCorrectedOnTheOrder_AndItIsActivatedAgain()
    {
        await using var floor = await SalesFloor.OpenAsync();
        var account = await PressAsync(floor, "/accounts", ("Name", "Acme"));
        await PressAsync(floor, "/products", ("Name", "Seat"), ("ListPrice", "120"), ("Kind", "Renewable"), ("Term", "1"));
        var product = (await floor.RowAsync("SELECT Id FROM Product2"))["Id"]!.ToString();
        var quote = await PressAsync(
            floor,
            "/quotes",
            ("Account", account.Split('/')[^1]),
            ("Start", "2024-01-15"),
            ("Term", "12"),
            ("Product0", product),
            ("Quantity0", "2.5")
        );
        var order = await PressAsync(floor, quote + "/order");
        await PressAsync(floor, order + "/activate");
        var line = (await floor.RowAsync("SELECT Id FROM OrderItem"))["Id"]!.ToString();

        await PressAsync(floor, order + "/correct", (line, "3"));

        Assert.Equal("3", (await floor.RowAsync("SELECT Quantity FROM OrderItem"))["Quantity"]!.ToString());
        Assert.Equal("Activated", (await floor.RowAsync("SELECT Status FROM Order"))["Status"]!.ToString());
        // 3 × 120.00 × 12 months.
        Assert.Contains("4,320.00", await PageAsync(floor, order));
    }

    [Theory]
    [InlineData("/", "Play a sales team")]
    [InlineData("/accounts", "New account")]
    [InlineData("/products", "New product")]
    [InlineData("/pricebook", "Price book")]
    [InlineData("/quotes", "New quote")]
    [InlineData("/quotes/new", "A quote needs an")]
    [InlineData("/orders", "Nothing here yet.")]
    [InlineData("/contracts", "Nothing here yet.")]
    public async Task EmptyOrg_EveryPageOpens(string path, string text)
    {
        await using var floor = await SalesFloor.OpenAsync();

        Assert.Contains(text, await PageAsync(floor, path));
    }

    [Fact]
    public async Task Refusal_IsShownOnThePage()
    {
        await using var floor = await SalesFloor.OpenAsync();
        var contract = await floor.Sales.ContractAsync(await floor.SoldAsync(await floor.Sales.CreateProductAsync(SalesFloor.Monthly())));

        using var answer = await floor.Org.Http.PostAsync(
            $"/contracts/{contract}/amend",
            Form(("Start", "2024-04-15")),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("nothing to order", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ButtonPressedByAnotherSite_DoesNothing()
    {
        await using var floor = await SalesFloor.OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/accounts") { Content = Form(("Name", "Evil")) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var answer = await floor.Org.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("", await floor.Org.ColumnAsync("SELECT Name FROM Account"));
    }

    [Fact]
    public async Task Pages_BringTheirOwnStyle_AndNothingFromElsewhere()
    {
        await using var floor = await SalesFloor.OpenAsync();

        using var css = await floor.Org.Http.GetAsync("/pages/sandbox.css", TestContext.Current.CancellationToken);

        Assert.Equal("text/css", css.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("http", await PageAsync(floor, "/"));
        Assert.Equal(HttpStatusCode.NotFound, (await floor.Org.Http.GetAsync("/orders/none", TestContext.Current.CancellationToken)).StatusCode);
    }

    private static async Task<string> PageAsync(SalesFloor floor, string path)
    {
        using var answer = await floor.Org.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Submits a form; answers the path of the page that follows.</summary>
    private static async Task<string> PressAsync(SalesFloor floor, string path, params (string Name, string Value)[] fields)
    {
        using var answer = await floor.Org.Http.PostAsync(path, Form(fields));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return answer.RequestMessage!.RequestUri!.AbsolutePath;
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
