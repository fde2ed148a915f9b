using System.Net;

namespace CpqBilling.Sandbox.Stripe.Tests.Faults;

public sealed class ControlTests
{
    private static async Task<string> OpenInvoiceAsync(Bench bench, string customer)
    {
        await bench.PostJsonAsync("/v1/invoiceitems", $"customer={customer}&amount=1000&currency=usd");
        var invoice = (string)(await bench.PostJsonAsync("/v1/invoices", $"customer={customer}&pending_invoice_items_behavior=include"))["id"]!;
        await bench.PostJsonAsync($"/v1/invoices/{invoice}/finalize", "");
        return invoice;
    }

    [Fact]
    public async Task DecidedOutcome_BeatsThePaymentMethod()
    {
        await using var bench = await Bench.StartAsync();
        var customer = (string)(await bench.PostJsonAsync("/v1/customers", "name=Acme"))["id"]!;
        var invoice = await OpenInvoiceAsync(bench, customer);
        await bench.ControlAsync("payments", new { customer, outcome = "declines" });
        using var declined = await bench.PostAsync($"/v1/invoices/{invoice}/pay", "");
        Assert.Equal(HttpStatusCode.PaymentRequired, declined.StatusCode);
        await bench.ControlAsync("payments", new { customer, outcome = "pays" });
        Assert.Equal("paid", (string)(await bench.PostJsonAsync($"/v1/invoices/{invoice}/pay", ""))["status"]!);
    }

    [Fact]
    public async Task BusyAccount_RequestIsToldToTryAgain()
    {
        await using var bench = await Bench.StartAsync();
        await bench.GetAsync("/v1/account");
        await bench.ControlAsync("decisions", new { lockWaitMilliseconds = 20 });
        var account = bench.Sandbox.State.Accounts.Single();
        using var busy = new ManualResetEventSlim();
        using var done = new ManualResetEventSlim();
        var holder = new Thread(() =>
        {
            lock (account.Gate)
            {
                busy.Set();
                done.Wait();
            }
        });
        holder.Start();
        busy.Wait(Bench.Cancellation);
        using var refused = await bench.PostAsync("/v1/customers", "name=Acme");
        done.Set();
        holder.Join();
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("true", refused.Headers.GetValues("Stripe-Should-Retry").Single());
        Assert.False(refused.Headers.Contains("Stripe-Rate-Limited-Reason"));
        Assert.Contains("lock_timeout", await refused.Content.ReadAsStringAsync(Bench.Cancellation));
    }

    [Fact]
    public async Task SameSeed_SameIds()
    {
        var ids = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            await using var bench = await Bench.StartAsync();
            await bench.ControlAsync("seed", new { seed = 42 });
            ids.Add((string)(await bench.PostJsonAsync("/v1/customers", "name=Acme"))["id"]!);
        }

        Assert.Equal(ids[0], ids[1]);
    }

    [Fact]
    public async Task ResetOfOneAccount_LeavesTheOthers()
    {
        await using var bench = await Bench.StartAsync();
        await bench.PostJsonAsync("/v1/customers", "name=Acme");
        using var other = new HttpRequestMessage(HttpMethod.Post, "/v1/customers") { Content = new StringContent("name=Other") };
        other.Headers.Authorization = new("Bearer", "sk_test_another");
        (await bench.Http.SendAsync(other, Bench.Cancellation)).Dispose();
        await bench.ControlAsync("accounts/reset", new { key = "sk_test_another" });
        Assert.Single((await bench.GetAsync("/v1/customers"))["data"]!.AsArray());
        using var list = new HttpRequestMessage(HttpMethod.Get, "/v1/customers");
        list.Headers.Authorization = new("Bearer", "sk_test_another");
        using var answer = await bench.Http.SendAsync(list, Bench.Cancellation);
        Assert.Contains("\"data\":[]", await answer.Content.ReadAsStringAsync(Bench.Cancellation));
    }

    [Fact]
    public async Task RequestDump_HasParametersKeyAndAnswer()
    {
        await using var bench = await Bench.StartAsync();
        (await bench.PostAsync("/v1/customers", "name=Acme&metadata[order]=801", "order-1")).Dispose();
        var request = (await bench.GetAsync("/_sandbox/requests"))[0]!;
        Assert.Equal("/v1/customers", (string)request["path"]!);
        Assert.Equal("801", (string)request["body"]!["metadata"]!["order"]!);
        Assert.Equal("order-1", (string)request["idempotencyKey"]!);
        Assert.Equal("Acme", (string)request["response"]!["name"]!);
    }
}
