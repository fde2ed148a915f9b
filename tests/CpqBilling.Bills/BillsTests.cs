namespace CpqBilling.Bills;

/// <summary>What the forecast says is what Stripe bills (requirement: forecast and bill agree to the cent).</summary>
public sealed class BillsTests
{
    /// <summary>
    /// Refusals that are right where orders are synced in another order than they are dated: a reduction comes before the units it takes,
    /// or an addition after what was left of its contract has ended.
    /// </summary>
    private static readonly string[] OutOfOrder = ["SYNC-1024", "SYNC-1028"];

    [Fact]
    public async Task InitialOrders_AreBilledAsForecast_InvoiceByInvoice()
    {
        await using var fleet = await Fleet.StartAsync(GeneratedLife.Of(maxChanges: 0, late: 0), 1000, 2024);
        await fleet.RunAsync();
        await CheckAsync(
            fleet,
            async contract =>
            {
                var expected = contract
                    .Forecast.Invoices.Where(invoice => invoice.Total != 0)
                    .Select(invoice => $"{invoice.Date:uuuu-MM-dd} {invoice.Total}");
                var bills = (await contract.Account.BillsAsync()).Select(bill => $"{bill.At.InUtc().Date:uuuu-MM-dd} {bill.Total}");
                return (string.Join("\n", expected), string.Join("\n", bills));
            }
        );
    }

    [Fact]
    public async Task ContractLives_AreBilledAsForecast()
    {
        await using var fleet = await Fleet.StartAsync(GeneratedLife.Of(maxChanges: 6, late: 45), 1500, 99);
        await fleet.RunAsync();
        await CheckAsync(
            fleet,
            async contract =>
            {
                var bills = await contract.Account.BillsAsync();
                return ($"{contract.Forecast.Total}", $"{bills.Sum(bill => bill.Total)}");
            }
        );
    }

    private static async Task CheckAsync(Fleet fleet, Func<FleetContract, Task<(string Forecast, string Billed)>> compare)
    {
        var differences = new List<string>();
        var waiting = 0;
        foreach (var contract in fleet.Contracts)
        {
            if (contract.Refusal is { } waits && OutOfOrder.Any(code => waits.StartsWith(code, StringComparison.Ordinal)))
            {
                waiting++;
                continue;
            }

            if (contract.Refusal is { } refusal)
            {
                differences.Add($"{contract.Life}\n  {string.Join(", ", contract.Syncs)}\n  refused: {refusal}");
                continue;
            }

            var (forecast, billed) = await compare(contract);
            if (forecast != billed)
            {
                var bills = (await contract.Account.BillsAsync()).Select(bill => $"\n    {bill.At} {bill.Total}: {bill.Lines}");
                var told = contract.Forecast.Invoices.Select(invoice =>
                    $"\n    {invoice.Date} {invoice.Total}: {string.Join("; ", invoice.Lines.Select(line => $"{line.Line.Id} {line.Kind} {line.Quantity} {line.Amount}"))}"
                );
                differences.Add(
                    $"{contract.Life}\n  {string.Join(", ", contract.Syncs)}\n  forecast {contract.Forecast.Total}{string.Concat(told)}\n  billed{string.Concat(bills)}"
                );
            }
        }

        Assert.True(
            differences.Count == 0,
            $"{differences.Count} of {fleet.Contracts.Count}:\n{string.Join("\n", differences.OrderBy(text => text.Length).Take(12))}"
        );
    }
}
