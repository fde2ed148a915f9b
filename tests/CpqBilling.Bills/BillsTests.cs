using CpqBilling.Core.Calendar;
using CpqBilling.Core.Tests.Properties;
using CsCheck;

namespace CpqBilling.Bills;

/// <summary>What the forecast says is what Stripe bills (requirement: forecast and bill agree to the cent).</summary>
public sealed class BillsTests
{
    private static readonly Gen<GeneratedFeatures> Plain = Gen.Const(GeneratedFeatures.None);

    [Fact]
    public async Task InitialOrders_AreBilledAsForecast() => await CheckAsync(GeneratedLife.Of(GeneratedContract.Of(0), Plain, late: 0), 400, 2024);

    [Fact]
    public async Task InitialOrders_OfEveryKind_AreBilledAsForecast() =>
        await CheckAsync(GeneratedLife.Of(GeneratedContract.Of(0), GeneratedFeatures.Of(isAlone: true), late: 400), 700, 7);

    [Fact]
    public async Task ContractLives_AreBilledAsForecast() => await CheckAsync(GeneratedLife.Of(GeneratedContract.Of(6), Plain, late: 45), 800, 99);

    [Fact]
    public async Task ContractLives_OfEveryKind_AreBilledAsForecast() =>
        await CheckAsync(GeneratedLife.Of(GeneratedContract.Of(6), GeneratedFeatures.Of(isAlone: false), late: 45, mayEnd: true), 800, 13);

    [Fact]
    public async Task LongLives_AreBilledAsForecast() => await CheckAsync(GeneratedLife.Of(GeneratedContract.Of(30), Plain, late: 45), 60, 30);

    [Fact]
    public async Task InitialOrders_InEveryZoneOnEveryDay_AreBilledAsForecast() =>
        await CheckAsync(GeneratedLife.Of(GeneratedContract.Of(0), GeneratedFeatures.OfTime(isAlone: true), late: 400), 500, 21);

    [Fact]
    public async Task ContractLives_InEveryZoneOnEveryDay_AreBilledAsForecast() =>
        await CheckAsync(GeneratedLife.Of(GeneratedContract.Of(6), GeneratedFeatures.OfTime(isAlone: false), late: 45, mayEnd: true), 500, 22);

    private static async Task CheckAsync(Gen<GeneratedLife> lives, int count, ulong seed)
    {
        await using var fleet = await Fleet.StartAsync(lives, Samples.Of(count), seed);
        await fleet.RunAsync();
        var differences = new List<string>();
        foreach (var contract in fleet.Contracts.Where(contract => !contract.IsRefusedRightly))
        {
            var bills = await contract.Account.BillsAsync();
            if (contract.Refusal is { } refusal)
            {
                differences.Add($"{contract.Life}\n  {string.Join(", ", contract.Syncs)}\n  refused: {refusal}");
            }
            else if (Told(contract) is var told && Billed(contract, bills) is var billed && told != billed)
            {
                differences.Add($"{contract.Life}\n  {string.Join(", ", contract.Syncs)}\n{Difference(told, billed)}\n{Report(contract, bills)}");
            }
            else if (contract.FaultsOfTotals(bills.Sum(bill => bill.Total)).ToList() is { Count: > 0 } faults)
            {
                differences.Add($"{contract.Life}\n  {string.Join(", ", contract.Syncs)}\n  totals: {string.Join("\n  ", faults)}");
            }
        }

        Assert.True(
            differences.Count == 0,
            $"{differences.Count} of {fleet.Contracts.Count}:\n{string.Join("\n", differences.OrderBy(text => text.Length).Take(12))}"
        );
        Assert.True(fleet.Contracts.Count(contract => contract.IsRefusedRightly) * 4 < fleet.Contracts.Count, "too many contracts are refused");
    }

    /// <summary>Every invoice that asks for money or gives some, by date; those of one day in the order of their amounts.</summary>
    private static string Told(FleetContract contract) =>
        string.Join(
            '\n',
            contract
                .Forecast.Invoices.Where(invoice => invoice.Total != 0)
                .OrderBy(invoice => invoice.Date)
                .ThenBy(invoice => invoice.Total)
                .Select(invoice => $"{invoice.Date:uuuu-MM-dd} {invoice.Total}")
        );

    private static string Billed(FleetContract contract, IEnumerable<Bill> bills)
    {
        var day = BillingDay.From(contract.Life.Contract.Start, DateTimeZoneProviders.Tzdb[contract.Life.Features.Zone]);
        return string.Join(
            '\n',
            bills
                .Select(bill => (Date: day.DateOf(bill.At), bill.Total))
                .OrderBy(bill => bill.Date)
                .ThenBy(bill => bill.Total)
                .Select(bill => $"{bill.Date:uuuu-MM-dd} {bill.Total}")
        );
    }

    private static string Difference(string told, string billed) =>
        $"  told {string.Join(", ", told.Split('\n').Except(billed.Split('\n')).Take(3))}; billed {string.Join(", ", billed.Split('\n').Except(told.Split('\n')).Take(3))}";

    private static string Report(FleetContract contract, IEnumerable<Bill> bills)
    {
        var told = contract.Forecast.Invoices.Select(invoice =>
            $"\n    {invoice.Date:uuuu-MM-dd} {invoice.Total}: {string.Join("; ", invoice.Lines.Select(line => $"{line.Line.Id} {line.Kind} {line.Quantity} {line.Amount}-{line.Discount}"))}"
        );
        var billed = bills.Select(bill => $"\n    {bill.At} {bill.Total}: {bill.Lines}");
        return $"  forecast {contract.Forecast.Total}{string.Concat(told.Take(25))}\n  billed{string.Concat(billed.Take(25))}";
    }
}
