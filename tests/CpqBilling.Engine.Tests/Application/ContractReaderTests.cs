using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Application.Contracts;
using CpqBilling.Engine.Application.Forecasts;
using CpqBilling.Engine.Application.Issues;
using CpqBilling.Engine.Application.Orders;
using CpqBilling.Engine.Application.Previews;
using CpqBilling.Engine.Application.Searching;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage.Rows;
using NodaTime;
using Xunit;

namespace CpqBilling.Engine.Tests.Application;

/// <summary>What pages, API and command line read of an order after it was synced.</summary>
public sealed class ContractReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AmendedContract_IsToldToTheCent_WithActualBesideExpectedInvoices()
    {
        await using var billing = await AmendedAsync();

        var detail = (await new ContractReader(billing.Org).ReadAsync(billing.Ids["Order#2"], Cancellation))!;

        var contract = detail.Contract!;
        Assert.Equal(["First", "Amendment"], contract.Orders.Select(order => order.Kind.ToString()));
        Assert.Equal(["1 × Gold", "+2 × Gold"], contract.Orders.Select(order => order.Does));
        // 120.00 for the year, and half of it for each of the two units from July on.
        Assert.Equal(
            [("2026-01-01", 12000m, InvoiceStanding.Draft), ("2026-07-01", 12000m, InvoiceStanding.Expected)],
            contract.Invoices.Select(invoice => ($"{invoice.Date:uuuu-MM-dd}", invoice.Expected!.Value, Plain(invoice.Standing)))
        );
        Assert.Equal((24000m, 12000m, 12000m, 0m), (contract.Cents!.ToBill, contract.Cents.Billed, contract.Cents.ToCome, contract.Cents.Difference));
        Assert.Equal([12000L, 12000L], contract.Cents.ByOrder.Select(part => part.Sold));
        Assert.Contains("2 × 60.00", contract.Invoices[1].Lines[0].Computed);
        Assert.Equal([null, "added by " + contract.Orders[1].Number], contract.Timeline!.Rows.Select(row => row.Note));
    }

    [Fact]
    public async Task WrongOrder_NeedsSomebody_IsListedAsIssue_AndIsDoneOnceCorrected()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        var records = Contracts.Annual();
        records["OrderItem"]![0]!["Quantity"] = 2.5;
        await billing.LoadAsync(records);
        await SyncAsync(billing, "Order#1");

        var issue = Assert.Single(await new IssueList(billing.Org).ReadAsync(Cancellation));
        var detail = (await new ContractReader(billing.Org).ReadAsync(billing.Ids["Order#1"], Cancellation))!;

        Assert.Equal(("SYNC-1018", OrderState.NeedsYou), (issue.Code, issue.State));
        // 2.5 × 120.00
        Assert.Equal([new HeldMoney("usd", 30000)], issue.HeldBack);
        Assert.Equal([(2.5m, "Gold")], detail.Contract!.Lines.Select(line => (line.Quantity, line.Product)));
        Assert.Empty(await new ForecastReader(billing.Org).CurrenciesAsync(Cancellation));

        await billing.ChangeAsync("Order", "Order#1", new { Status = "Draft" });
        await billing.ChangeAsync("OrderItem", "OrderItem#1", new { Quantity = 2 });
        await billing.ChangeAsync("Order", "Order#1", new { Status = "Activated" });
        await SyncAsync(billing, "Order#1");

        Assert.Empty(await new IssueList(billing.Org).ReadAsync(Cancellation));
        Assert.Equal(1, (await new OrderList(billing.Org).CountAsync(Cancellation)).In(OrderState.Done));
    }

    [Fact]
    public async Task WrongAmendment_StandsBesideWhatIsBilled()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        await SyncAsync(billing, "Order#1");
        var amendment = Contracts.Amendment();
        amendment["OrderItem"]![0]!["Quantity"] = 0.5;
        await billing.LoadAsync(amendment);
        await SyncAsync(billing, "Order#2");

        var detail = (await new ContractReader(billing.Org).ReadAsync(billing.Ids["Order#2"], Cancellation))!;

        Assert.Equal(
            [(billing.Ids["Order#1"], OrderState.Done), (billing.Ids["Order#2"], OrderState.NeedsYou)],
            detail.Siblings.OrderBy(row => row.Number).Select(row => (row.OrderId, row.State))
        );
        Assert.NotEmpty(detail.Contract!.Left);
        Assert.Equal(12000m, detail.Contract.Cents!.ToBill);
    }

    [Fact]
    public async Task UnknownOrder_IsNone()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");

        Assert.Null(await new ContractReader(billing.Org).ReadAsync("801000000000000AAA", Cancellation));
        Assert.IsType<PreviewOutcome.Unknown>(await new PreviewReader(billing.Org).ReadAsync("00099999", Cancellation));
    }

    [Fact]
    public async Task Forecast_AddsUpAllContracts_ByMonthAndKind()
    {
        await using var billing = await AmendedAsync();
        var query = new ForecastQuery("usd", new LocalDate(2026, 1, 1), new LocalDate(2027, 1, 1), ForecastGroup.Kind);

        var table = await new ForecastReader(billing.Org).ReadAsync(query, Cancellation);

        Assert.Equal((24000L, 2, 1, 12), (table.Total, table.Invoices, table.Contracts, table.Months.Length));
        Assert.Equal((12000L, 12000L), (table.In("2026-01"), table.In("2026-07")));
        Assert.Equal([("proration", 12000L), ("recurring", 12000L)], table.Rows.Select(row => (row.Name, row.Total)).Order());
    }

    [Theory]
    [InlineData("harbour", 2)]
    [InlineData("Order#1", 1)]
    [InlineData("Account#1", 2)]
    [InlineData("100%", 0)]
    [InlineData("SYNC-1018", 1)]
    public async Task Search_FindsByNameAndId(string what, int count)
    {
        await using var billing = await AmendedAsync();

        var found = await new SearchReader(billing.Org).FindAsync(billing.Ids.GetValueOrDefault(what, what), Cancellation);

        Assert.Equal(count, found.Length);
    }

    [Fact]
    public async Task Orders_AreFilteredAndSorted()
    {
        await using var billing = await AmendedAsync();
        var list = new OrderList(billing.Org);

        var amendments = await list.ReadAsync(OrderFilter.Read(name => name == "kind" ? "amendment" : null), 0, 10, Cancellation);
        var byNumber = await list.ReadAsync(OrderFilter.All with { Sort = "number" }, 0, 10, Cancellation);
        var none = await list.ReadAsync(OrderFilter.Read(name => name == "text" ? "nobody" : null), 0, 10, Cancellation);

        Assert.Equal([billing.Ids["Order#2"]], amendments.Orders.Select(row => row.OrderId));
        Assert.Equal([billing.Ids["Order#1"], billing.Ids["Order#2"]], byNumber.Orders.Select(row => row.OrderId));
        Assert.Equal(0, none.Total);
        Assert.Equal(new LocalDate(2026, 7, 1), amendments.Orders[0].NextInvoiceOn);
    }

    [Fact]
    public async Task Preview_TellsWhatADraftWouldBill_AndCreatesNothing()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        var records = Contracts.Annual();
        records["Order"]![0]!["Status"] = "Draft";
        await billing.LoadAsync(records);

        var shown = Assert.IsType<PreviewOutcome.Shown>(
            await new PreviewReader(billing.Org).ReadAsync($"https://org.example.test/{billing.Ids["Order#1"]}/view", Cancellation)
        );

        Assert.True(shown.IsDraft);
        Assert.Equal([12000m], shown.Contract.Invoices.Select(invoice => invoice.Expected!.Value));
        Assert.Empty(await billing.ListAsync("/v1/customers"));
    }

    private static async Task<TestBilling> AmendedAsync()
    {
        var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        await SyncAsync(billing, "Order#1");
        await billing.LoadAsync(Contracts.Amendment());
        await SyncAsync(billing, "Order#2");
        return billing;
    }

    private static Task<SyncReport> SyncAsync(TestBilling billing, string order) =>
        new SyncShell(billing.Org).SyncAsync(new RecordRef("Order", billing.Ids[order]), "test", Cancellation);

    /// <summary>Drafts become open after an hour of Stripe's clock, which is not what is told here.</summary>
    private static InvoiceStanding Plain(InvoiceStanding standing) =>
        standing is InvoiceStanding.Open or InvoiceStanding.Paid ? InvoiceStanding.Draft : standing;
}
