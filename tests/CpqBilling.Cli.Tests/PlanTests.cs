using System.Text.Json;
using CpqBilling.Cli.Commands;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Demo;
using CpqBilling.Sandbox.Salesforce.Cpq;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CpqBilling.Cli.Tests;

public sealed class PlanTests(DemoFixture demo)
{
    /// <summary>A product that Stripe does not know yet.</summary>
    private static readonly NewProduct NeverSold = DemoProducts.Support with { Code = "NEVER-SOLD" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OrderNotSyncedYet_ShowsEveryStep_AndWritesNothing()
    {
        // An org that no service looks after.
        await using var sandboxes = await Sandboxes.StartAsync(multiCurrency: false, frozenAt: null, Cancellation);
        using var team = await SalesTeam.LoginAsync(sandboxes.SalesforceAddress, cancellation: Cancellation);
        var desk = await SalesDesk.OpenAsync(team, DateOnly.FromDateTime(DateTime.UtcNow));
        var order = await desk.SellAsync("Alpine Ski House", 12, [await desk.LineAsync(NeverSold, 3)]);
        var before = await RequestsAsync(sandboxes);

        var (exitCode, plan) = await PlanAsync(sandboxes, "--order", order);

        Assert.Equal(0, exitCode);
        Assert.Equal("planned", plan.GetProperty("outcome").GetString());
        Assert.Equal(
            ["POST /v1/customers", "POST /v1/products", "POST /v1/prices", "POST /v1/subscription_schedules"],
            plan.GetProperty("steps").EnumerateArray().Select(step => $"{step.GetProperty("method")} {step.GetProperty("path")}")
        );
        var item = Assert.Single(Assert.Single(plan.GetProperty("timeline").EnumerateArray()).GetProperty("items").EnumerateArray());
        Assert.Equal(
            "Premium support 3 200.00 USD a month",
            $"{item.GetProperty("item")} {item.GetProperty("quantity")} {item.GetProperty("price")}"
        );
        Assert.Equal(12, plan.GetProperty("invoices").GetArrayLength());
        Assert.Equal(before, await RequestsAsync(sandboxes));
    }

    [Fact]
    public async Task DraftOrder_ShowsWhatItWillBillOnceActivated()
    {
        using var team = await SalesTeam.LoginAsync(demo.Run.Sandboxes.SalesforceAddress, cancellation: Cancellation);
        var desk = await SalesDesk.OpenAsync(team, DateOnly.FromDateTime(DateTime.UtcNow));
        var account = await team.CreateAccountAsync("Fourth Coffee");
        var lines = new[] { await desk.LineAsync(DemoProducts.Support, 3) };
        var tenth = new NewCoupon("A tenth") { PercentOff = 10, Duration = "forever" };
        var order = await team.OrderAsync(await team.QuoteAsync(new NewQuote(account, desk.Start, 12, lines) { Coupons = [tenth] }));
        var before = await WritesAsync();

        var (exitCode, draft) = await PlanAsync("--order", order);

        Assert.Equal(0, exitCode);
        Assert.True(draft.GetProperty("preview").GetBoolean());
        var invoices = draft.GetProperty("invoices").EnumerateArray().ToList();
        Assert.Equal(12, invoices.Count);
        // 3 × 200.00 less a tenth
        Assert.All(invoices, invoice => Assert.Equal(540m, invoice.GetProperty("total").GetDecimal()));
        Assert.Equal(before, await WritesAsync());

        await team.ActivateAsync(order);
        var (_, activated) = await PlanAsync("--order", order);

        Assert.False(activated.GetProperty("preview").GetBoolean());
        Assert.Equal($"{activated.GetProperty("timeline")}", $"{draft.GetProperty("timeline")}");
        Assert.Equal($"{activated.GetProperty("invoices")}", $"{draft.GetProperty("invoices")}");
    }

    [Fact]
    public async Task OrderWithAMistake_ErrorsAndExitCodeOne()
    {
        var (exitCode, plan) = await PlanAsync("--order", demo.OrderOf("Woodgrove Bank"));

        Assert.Equal(1, exitCode);
        Assert.Equal("rejected", plan.GetProperty("outcome").GetString());
        var error = Assert.Single(plan.GetProperty("errors").EnumerateArray());
        Assert.Equal(
            "SYNC-1018: Use a whole quantity, or set fractionalQuantity to netAmount.",
            $"{error.GetProperty("code")}: {error.GetProperty("remedy")}"
        );
    }

    [Theory]
    [InlineData("801000000000000AAA")]
    [InlineData("no-id")]
    public async Task UnknownOrder_OneSentence(string order)
    {
        var (code, _, error) = await SaidAsync(demo.Run.Sandboxes, "--order", order);

        Assert.Equal(1, code);
        Assert.StartsWith("No order with this id can be read. ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoSandboxThere_OneSentenceWithTheAddress()
    {
        var (code, _, error) = await CommandLine.SaidAsync(
            "plan",
            "--order",
            "801000000000000AAA",
            "--salesforce",
            "http://127.0.0.1:9",
            "--stripe-key",
            "sk_test_1"
        );

        Assert.Equal(1, code);
        Assert.StartsWith("http://127.0.0.1:9/ is no org that can be used. Salesforce cannot be reached: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "--order 801000000000000AAA", "There is no installation in cpqbilling-data: ")]
    [InlineData(2, "--order 801000000000000AAA --salesforce http://127.0.0.1:9", "Say where the Stripe sandbox is: --stripe-url URL; ")]
    [InlineData(2, "--order 801000000000000AAA --salesforce localhost --stripe-url http://127.0.0.1:9", "localhost is no address for --salesforce: ")]
    [InlineData(2, "", "Say which plan to show: --order ID of a running org, or --file FILE.")]
    [InlineData(2, "--file nowhere.json", "There is no file nowhere.json.")]
    public async Task IncompleteCommand_OneSentence(int expected, string arguments, string sentence)
    {
        var (code, output, error) = await CommandLine.SaidAsync(["plan", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal((expected, ""), (code, output));
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "POST /v1/customers, POST /v1/products, POST /v1/prices, POST /v1/subscription_schedules")]
    // Run 1 has been played by then: the schedule changes; the added seat brings a price for its units and one for the month that has begun.
    [InlineData(
        2,
        "POST /v1/prices, POST /v1/prices, POST /v1/subscription_schedules/sub_sched, "
            + "POST /v1/prices/{ref:price/OrderItem#2/duplicate}, POST /v1/prices/{ref:price/OrderItem#2/proration}"
    )]
    public async Task CaseFile_ShowsThePlanOfTheRun(int run, string steps)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Cases", "quantity-raised.json");

        var (exitCode, output) = await CommandLine.RunAsync("plan", "--file", file, "--run", $"{run}", "--json");

        Assert.Equal(0, exitCode);
        var plan = JsonDocument.Parse(output).RootElement;
        Assert.Equal($"Order#{run}", plan.GetProperty("order").GetString());
        Assert.Equal(steps, string.Join(", ", plan.GetProperty("steps").EnumerateArray().Select(Step)));
    }

    [Fact]
    public async Task CaseFile_RunThatIsNotThere_OneSentence()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Cases", "quantity-raised.json");

        Assert.Equal((1, "", "The file has 2 runs; there is no run 3."), await CommandLine.SaidAsync("plan", "--file", file, "--run", "3"));
    }

    /// <summary>Method and path; ids that differ from run to run are cut off.</summary>
    private static string Step(JsonElement step)
    {
        var path = step.GetProperty("path").GetString()!;
        var end = path.IndexOf("sub_sched_", StringComparison.Ordinal) is >= 0 and var schedule ? schedule + "sub_sched".Length : path.Length;
        return $"{step.GetProperty("method")} {path[..end]}";
    }

    private Task<(int ExitCode, JsonElement Plan)> PlanAsync(params string[] arguments) => PlanAsync(demo.Run.Sandboxes, arguments);

    private static async Task<(int ExitCode, JsonElement Plan)> PlanAsync(Sandboxes sandboxes, params string[] arguments)
    {
        var (exitCode, output, _) = await SaidAsync(sandboxes, arguments);
        return (exitCode, JsonDocument.Parse(output).RootElement);
    }

    private static Task<(int ExitCode, string Output, string Error)> SaidAsync(Sandboxes sandboxes, params string[] arguments)
    {
        string[] addresses = ["--salesforce", $"{sandboxes.SalesforceAddress}", "--stripe-url", $"{sandboxes.StripeAddress}", "--json"];
        return CommandLine.SaidAsync(["plan", .. arguments, .. addresses]);
    }

    /// <summary>Runs in the journal, records written in Salesforce, and requests that change something in Stripe.</summary>
    private async Task<(int Runs, int Salesforce, int Stripe)> WritesAsync()
    {
        await using var db = demo.Run.Database.CreateDbContext();
        var (salesforce, stripe) = await RequestsAsync(demo.Run.Sandboxes);
        return (await db.SyncRuns.CountAsync(Cancellation), salesforce, stripe);
    }

    private static async Task<(int Salesforce, int Stripe)> RequestsAsync(Sandboxes sandboxes)
    {
        var stripe = await sandboxes.StripeRequestsAsync(Cancellation);
        return (
            (await sandboxes.SalesforceWritesAsync(Cancellation)).GetArrayLength(),
            stripe.EnumerateArray().Count(request => request.GetProperty("method").GetString() != "GET")
        );
    }
}
