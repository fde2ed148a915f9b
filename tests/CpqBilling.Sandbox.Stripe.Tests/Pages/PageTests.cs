using System.Net;
using CpqBilling.Sandbox.Stripe.Catalogue;
using CpqBilling.Sandbox.Stripe.Invoices;
using CpqBilling.Sandbox.Stripe.Tests.Faults;
using CpqBilling.Sandbox.Stripe.Tests.Persistence;

namespace CpqBilling.Sandbox.Stripe.Tests.Pages;

public sealed class PageTests
{
    private static readonly StripeSandboxOptions Frozen = new() { FrozenAt = DateTimeOffset.FromUnixTimeSeconds(1_767_225_600) };

    private static async Task<string> PageAsync(Bench bench, string path)
    {
        using var response = await bench.Http.GetAsync(path, Bench.Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Bench.Cancellation));
    }

    private static string BaseOf(Bench bench) => $"/accounts/{bench.Sandbox.State.ByKey[Bench.Key].Id}";

    [Fact]
    public async Task NoAccountYet_StartPageSaysHowToBegin()
    {
        await using var bench = await Bench.StartAsync();
        Assert.Contains("No account yet", await PageAsync(bench, "/"));
    }

    [Fact]
    public async Task EmptyAccount_EveryListSaysSo()
    {
        await using var bench = await Bench.StartAsync();
        await bench.GetAsync("/v1/account");
        foreach (var section in (string[])["customers", "subscriptions", "invoices", "products", "events", "webhooks", "clocks"])
        {
            Assert.Contains("class=\"empty\"", await PageAsync(bench, $"{BaseOf(bench)}/{section}"));
        }
    }

    [Fact]
    public async Task SeveralAccounts_AreListedByTheEndOfTheirKeys()
    {
        await using var bench = await Bench.StartAsync();
        await bench.GetAsync("/v1/account");
        using var other = new HttpRequestMessage(HttpMethod.Get, "/v1/account");
        other.Headers.Authorization = new("Bearer", "sk_test_secret_part_9876");
        (await bench.Http.SendAsync(other, Bench.Cancellation)).Dispose();
        var page = await PageAsync(bench, "/");
        Assert.Contains("…9876", page);
        Assert.Contains("…0001", page);
        Assert.DoesNotContain("secret_part", page);
    }

    [Fact]
    public async Task Story_IsShownOnEveryPage()
    {
        await using var bench = await Bench.StartAsync(Frozen);
        await RichStory.TellAsync(bench);
        var home = await PageAsync(bench, "/");
        Assert.Contains("Clocked", home);
        Assert.Contains("base@example.com", home);
        var customer = bench.Sandbox.State.ByKey[Bench.Key].Customers.All.Single(candidate => candidate.Name == "Clocked").Id;
        var page = await PageAsync(bench, $"{BaseOf(bench)}/customers/{customer}");
        Assert.Contains("Phase 2", page);
        Assert.Contains("5 × Gold", page);
        Assert.Contains("500.00 USD", page);
        Assert.Contains("20.01 USD", page); // 2 × 10.005, rounded once
        Assert.Contains("2026-03-01", page);
        Assert.Contains("Base", await PageAsync(bench, $"{BaseOf(bench)}/subscriptions?status=active"));
        Assert.Contains("gold", await PageAsync(bench, $"{BaseOf(bench)}/products"));
        Assert.Contains("/hook", await PageAsync(bench, $"{BaseOf(bench)}/webhooks"));
        var account = bench.Sandbox.State.ByKey[Bench.Key];
        Assert.Contains(
            "Extra",
            await PageAsync(bench, $"{BaseOf(bench)}/invoices/{account.Invoices.All.First(invoice => invoice.Status == "paid").Id}")
        );
        Assert.Contains("api_version", await PageAsync(bench, $"{BaseOf(bench)}/events/{account.Events.All.Last().Id}"));
        Assert.Contains("customer.created", await PageAsync(bench, $"{BaseOf(bench)}/events?type=customer"));
    }

    [Fact]
    public async Task Requests_AreFilteredAndShowBothBodies()
    {
        await using var bench = await Bench.StartAsync();
        (await bench.PostAsync("/v1/customers", "name=Acme", "order-77")).Dispose();
        (await bench.PostAsync("/v1/customers", "email=nowhere")).Dispose();
        var all = await PageAsync(bench, $"{BaseOf(bench)}/requests");
        Assert.Contains("order-77", all);
        Assert.Contains("\"name\": \"Acme\"", all);
        var failed = await PageAsync(bench, $"{BaseOf(bench)}/requests?outcome=failed");
        Assert.DoesNotContain("order-77", failed);
        Assert.Contains("email_invalid", failed);
    }

    [Fact]
    public async Task Clocks_MoveByForm()
    {
        await using var bench = await Bench.StartAsync(Frozen);
        var clock = (string)(await bench.PostJsonAsync("/v1/test_helpers/test_clocks", "frozen_time=1767225600"))["id"]!;
        await MoveAsync(bench, "base", "month");
        Assert.StartsWith("2026-02-01", (string)(await bench.GetAsync("/_sandbox/clock"))["now"]!);
        await MoveAsync(bench, clock, "day");
        await RichStory.AdvanceAsync(bench, clock, 1_767_225_600);
        var state = await bench.GetAsync($"/v1/test_helpers/test_clocks/{clock}");
        while ((string)state["status"]! != "ready")
        {
            state = await bench.GetAsync($"/v1/test_helpers/test_clocks/{clock}");
        }

        Assert.Equal(1_767_225_600 + 86_400, (long)state["frozen_time"]!);
    }

    [Fact]
    public async Task Invoice_IsDeclinedPaidGivenBackAndPrinted()
    {
        await using var bench = await Bench.StartAsync(Frozen);
        var customer = (await bench.PostJsonAsync("/v1/customers", "name=Acme&address[city]=Bonn"))["id"];
        await bench.PostJsonAsync("/v1/invoiceitems", $"customer={customer}&amount=3000&currency=eur&description=Training");
        var invoice = (string)
            (await bench.PostJsonAsync("/v1/invoices", $"customer={customer}&pending_invoice_items_behavior=include&footer=Thanks"))["id"]!;
        var page = $"{BaseOf(bench)}/invoices/{invoice}";
        Assert.Contains("value=\"finalize\"", await PageAsync(bench, page));
        Assert.DoesNotContain("value=\"finalize\"", await DoAsync(bench, page, "finalize"));
        Assert.Contains("Your card was declined.", await DoAsync(bench, page, "decline"));
        Assert.Contains("Give an amount above zero", await DoAsync(bench, page, "credit", "0"));
        Assert.Contains("\u221210.00 EUR", await DoAsync(bench, page, "credit", "10"));
        Assert.Contains("Refund to the card", await DoAsync(bench, page, "pay"));
        Assert.Contains("is greater than unrefunded amount", await DoAsync(bench, page, "refund", "20.01"));
        Assert.Contains("5.00 EUR", await DoAsync(bench, page, "refund", "5"));
        var paid = await bench.GetAsync($"/v1/invoices/{invoice}");
        Assert.Equal(("paid", 2000, 1000), ((string?)paid["status"], (int)paid["amount_paid"]!, (int)paid["pre_payment_credit_notes_amount"]!));
        var print = await PageAsync(bench, $"{page}/print");
        Assert.All((string[])["Bonn", "Thanks", "Training", "-CN-01", "30.00 EUR"], text => Assert.Contains(text, print));
        Assert.DoesNotContain("<nav", print);
    }

    [Fact]
    public async Task FormOfAnotherSite_IsRefused()
    {
        await using var bench = await Bench.StartAsync(Frozen);
        await bench.GetAsync("/v1/account");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{BaseOf(bench)}/clocks/base")
        {
            Content = new FormUrlEncodedContent([new("step", "month")]),
        };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var answer = await bench.Http.SendAsync(request, Bench.Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.StartsWith("2026-01-01", (string)(await bench.GetAsync("/_sandbox/clock"))["now"]!);
    }

    [Fact]
    public async Task UnknownPath_IsStillTheApisAnswer()
    {
        await using var bench = await Bench.StartAsync();
        using var answer = await bench.Http.GetAsync("/v2/nothing", Bench.Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Unrecognized request URL", await answer.Content.ReadAsStringAsync(Bench.Cancellation));
    }

    /// <summary>The page after one of its buttons was pressed.</summary>
    private static async Task<string> DoAsync(Bench bench, string page, string step, string amount = "")
    {
        using var form = new FormUrlEncodedContent([new("step", step), new("amount", amount)]);
        using var answer = await bench.Http.PostAsync(page, form, Bench.Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Bench.Cancellation));
    }

    private static async Task MoveAsync(Bench bench, string clock, string step)
    {
        using var answer = await bench.Http.PostAsync(
            $"{BaseOf(bench)}/clocks/{clock}",
            new FormUrlEncodedContent([new("step", step)]),
            Bench.Cancellation
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
