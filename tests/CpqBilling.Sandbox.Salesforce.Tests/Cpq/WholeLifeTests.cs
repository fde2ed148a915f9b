using CpqBilling.Sandbox.Salesforce.Cpq;
using static CpqBilling.Sandbox.Salesforce.Tests.Cpq.SalesFloor;

namespace CpqBilling.Sandbox.Salesforce.Tests.Cpq;

public sealed class WholeLifeTests
{
    [Fact]
    public async Task QuoteToRenewal_EachStepLeavesWhatCpqLeaves()
    {
        await using var floor = await OpenAsync();
        var sales = floor.Sales;
        var seat = await sales.CreateProductAsync(Monthly());
        var setup = await sales.CreateProductAsync(new NewProduct("Setup", "SETUP", 100) { Kind = ProductKind.OneTime });
        var support = await sales.CreateProductAsync(Monthly("Support", 18));

        var quote = await sales.QuoteAsync(
            new NewQuote(await floor.AccountAsync(), Day("2024-01-15"), 12, [new NewLine(seat, 5), new NewLine(setup)])
        );
        var order = await sales.OrderAsync(quote);
        Assert.Equal("Draft", (await floor.RowAsync($"SELECT Status FROM Order WHERE Id = '{order}'"))["Status"]!.ToString());
        Assert.Equal(["5 1440 12 2024-01-15 2025-01-14 New", "1 100 1 2024-01-15 2025-01-14 New"], await SoldLinesAsync(floor, order));

        await sales.ActivateAsync(order);
        var contract = await sales.ContractAsync(order);
        var amendment = await sales.AmendAsync(contract, Day("2024-04-15"), [new NewQuantity(seat, 8)], [new NewLine(support, 2)]);
        Assert.Equal(
            ["3 1080 9 2024-04-15 2025-01-14 Quantity Increase", "2 162 9 2024-04-15 2025-01-14 New"],
            await SoldLinesAsync(floor, amendment)
        );

        Assert.Equal(contract, await sales.ContractAsync(amendment));
        var renewal = await sales.RenewAsync(contract);
        Assert.Equal(["8 1440 12 2025-01-15 2026-01-14 Renew", "2 216 12 2025-01-15 2026-01-14 Renew"], await SoldLinesAsync(floor, renewal));

        var second = await sales.ContractAsync(renewal);
        Assert.NotEqual(contract, second);
        var cancellation = await sales.CancelAsync(second, Day("2025-07-15"));
        Assert.Equal(["-8 720 6 2025-07-15 2026-01-14 Cancel", "-2 108 6 2025-07-15 2026-01-14 Cancel"], await SoldLinesAsync(floor, cancellation));
    }

    private static Task<string[]> SoldLinesAsync(SalesFloor floor, string order) =>
        floor.LinesAsync(order, "Quantity", "UnitPrice", "SBQQ__ProrateMultiplier__c", "ServiceDate", "EndDate", "SBQQ__ContractAction__c");
}
