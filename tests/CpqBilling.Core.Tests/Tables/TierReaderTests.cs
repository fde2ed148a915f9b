using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>docs/rules/prices.md 7: consumption schedules as Stripe's tiers, and what is said when one cannot be billed.</summary>
public sealed class TierReaderTests
{
    private static readonly RecordRef Owner = new("OrderItem", "L");
    private static readonly Currency Usd = Currency.Of("USD");
    private static readonly ConsumptionRate UpToTen = Rate("PerUnit", 10, 5);
    private static readonly ConsumptionRate Open = Rate("FlatFee", null, 40);

    [Theory]
    [InlineData("Range", TiersMode.Volume)]
    [InlineData("Slab", TiersMode.Graduated)]
    public void Rates_BecomeTiersInAscendingOrder(string type, TiersMode mode)
    {
        var (table, errors) = Read(Schedule(type, "Tier", Open, UpToTen));
        Assert.Empty(errors);
        Assert.Equal(mode, table!.Mode);
        Assert.Equal([new PriceTier(10, 500, null), new PriceTier(null, null, 4000)], table.Tiers);
        Assert.Equal(new RecordRef("ConsumptionSchedule", "S"), table.Schedule);
    }

    [Fact]
    public void NoSchedule_IsNoTable()
    {
        var (table, errors) = Read();
        Assert.Null(table);
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("Tier", true)]
    [InlineData("Attribute", false)]
    public void RatingMethod_IsTier(string? method, bool isRead)
    {
        var (table, errors) = Read(Schedule("Range", method, Open));
        Assert.Equal(isRead, table is not null);
        Assert.Equal(isRead ? [] : ["The rating method Attribute cannot be billed."], errors);
    }

    public static TheoryData<string, ConsumptionSchedule[], string> Refused() =>
        new()
        {
            { "two", [Schedule("Range", null, Open), Schedule("Range", null, Open)], "2 consumption schedules apply; only one can." },
            { "type", [Schedule("Block", null, Open)], "Consumption schedules of type Block cannot be billed." },
            { "no type", [Schedule(null, null, Open)], "Consumption schedules of type blank cannot be billed." },
            { "method", [Schedule("Range", null, Rate("Percent", null, 5))], "The pricing method Percent cannot be billed." },
            { "no method", [Schedule("Range", null, Rate(null, null, 5))], "The pricing method blank cannot be billed." },
            { "bound", [Schedule("Range", null, Rate("PerUnit", 10.5m, 5), Open)], "The upper bound 10.5 is not a whole number." },
            { "price", [Schedule("Range", null, UpToTen, Rate("PerUnit", null, null))], "The price has no amount." },
            { "below zero", [Schedule("Range", null, Rate("PerUnit", 10, -0.01m), Open)], "The unit price -0.01 is negative." },
            { "ends at nothing", [Schedule("Range", null, Rate("PerUnit", 0, 5), Open)], Unusable(0) },
            { "twice the same end", [Schedule("Slab", null, UpToTen, Rate("PerUnit", 11, 5), Rate("FlatFee", 10, 5), Open)], Unusable(10) },
            { "no open end", [Schedule("Range", null, UpToTen)], "No consumption rate is open at the end." },
            { "two open ends", [Schedule("Range", null, Open, Open)], "Several consumption rates are open at the end." },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public void WhatCannotBeBilled_IsOneError(string because, ConsumptionSchedule[] schedules, string message)
    {
        var (_, errors) = Read(schedules);
        Assert.True(errors.SequenceEqual([message]), $"{because}: {string.Join(" ", errors)}");
    }

    [Fact]
    public void EveryWrongRate_IsNamed()
    {
        // nothing is said about the order of tiers that could not be read
        var (_, errors) = Read(Schedule("Range", null, Rate("Percent", 10, 5), Rate("PerUnit", 20, null)));
        Assert.Equal(["The pricing method Percent cannot be billed.", "The price has no amount."], errors);
    }

    [Fact]
    public void TierOfNothing_OfOneUnit_IsRead()
    {
        var (table, errors) = Read(Schedule("Slab", null, Rate("PerUnit", 1, 0), Open));
        Assert.Empty(errors);
        Assert.Equal([new PriceTier(1, 0, null), new PriceTier(null, null, 4000)], table!.Tiers);
    }

    private static string Unusable(int bound) => $"The upper bound {bound} is not above zero, or stands on several rates.";

    private static (TierTable? Table, IReadOnlyList<string> Errors) Read(params ConsumptionSchedule[] schedules)
    {
        var table = TierReader.Read([.. schedules], Owner, Usd);
        Assert.All(table.Errors, error => Assert.Equal(Owner, error.Record));
        return (table.Value, [.. table.Errors.Select(error => error.Message)]);
    }

    private static ConsumptionSchedule Schedule(string? type, string? ratingMethod, params ConsumptionRate[] rates) =>
        new(new RecordRef("ConsumptionSchedule", "S"), type, ratingMethod, [.. rates]);

    private static ConsumptionRate Rate(string? method, decimal? upperBound, decimal? price) =>
        new(new RecordRef("ConsumptionRate", "R"), method, upperBound, price);
}
