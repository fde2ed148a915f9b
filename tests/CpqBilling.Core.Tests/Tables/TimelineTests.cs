using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Translation;
using NodaTime.Text;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>Odd corners of the timeline, each of which once could change without a test that noticed. Amounts in cents.</summary>
public sealed class TimelineTests
{
    private const string Early = "2025-01-01T00:00:00Z";

    [Fact]
    public void UnitsThatLeaveLaterThanTheyCame_AreChargedFromTheirStart()
    {
        // 18 months by the year; two units for the last five months (120.00 x 5/12 each), one of which leaves a month later; both are told late
        var contract = new SmallContract(18)
            .Line("L0", "2025-01-15", 1, 180)
            .Amend("2026-02-15")
            .Line("L1", "2026-02-15", 2, 50, ("SBQQ__RevisedOrderProduct__c", "L0"))
            .Amend("2026-03-15")
            .Line("X2", "2026-03-15", -1, 40, ("SBQQ__RevisedOrderProduct__c", "L0"));
        var charge = Assert.Single(contract.ChargesAt("2026-04-01T10:00:00Z", "L1"));
        Assert.Equal((ChargeKind.Remainder, 5000m, 2L), (charge.Kind!.Value, charge.Unit, charge.Quantity));
    }

    [Fact]
    public void UnitsThatLeaveOnTheirFirstDay_WereNeverThere()
    {
        // three units for half a year at 60.00, two of which another amendment takes back on the same day
        var contract = new SmallContract()
            .Line("L0", "2025-01-15", 1, 120)
            .Amend("2025-07-15")
            .Line("L1", "2025-07-15", 3, 60, ("SBQQ__RevisedOrderProduct__c", "L0"))
            .Amend("2025-07-15")
            .Line("X2", "2025-07-15", -2, 60, ("SBQQ__RevisedOrderProduct__c", "L0"));
        var charge = Assert.Single(contract.ChargesAt(Early, "L1"));
        Assert.Equal((ChargeKind.Proration, 6000m, 1L), (charge.Kind!.Value, charge.Unit, charge.Quantity));
        Assert.Equal((null, null), (charge.Since, charge.Until));
    }

    [Theory]
    // half a year of one unit; only a change that comes late says when its service began and to when it was billed
    [InlineData(Early, null, null)]
    [InlineData("2025-09-01T10:00:00Z", "2025-07-15", "2026-01-15")]
    public void Credit_NamesItsPeriodWhenItComesLate(string now, string? since, string? until)
    {
        var contract = new SmallContract(settings: new BillingSettings { CreditUnusedTime = CreditMode.AllReductions })
            .Line("L0", "2025-01-15", 3, 120)
            .Amend("2025-07-15")
            .Line("X1", "2025-07-15", -1, 60, ("SBQQ__RevisedOrderProduct__c", "L0"));
        var charge = Assert.Single(contract.ChargesAt(now, "L0"));
        Assert.Equal((ChargeKind.Credit, -6000m, 1L), (charge.Kind!.Value, charge.Unit, charge.Quantity));
        Assert.Equal((Date(since), Date(until)), (charge.Since, charge.Until));
    }

    [Fact]
    public void TwoAmendmentsOfOneDay_StayOnItWhenTheMemoryIsLost()
    {
        // the phase names the second of them only, and neither has a line in it
        var contract = new SmallContract()
            .Product("P2")
            .Line("L0", "2025-01-15", 2, 120)
            .Line("M0", "2025-01-15", 2, 120, ("Product2Id", "P2"), ("PricebookEntryId", "EP2"))
            .Amend("2025-07-15")
            .Line("X1", "2025-07-15", -1, 60, ("SBQQ__RevisedOrderProduct__c", "L0"))
            .Amend("2025-07-15")
            .Line("X2", "2025-07-15", -1, 60, ("SBQQ__RevisedOrderProduct__c", "M0"), ("Product2Id", "P2"), ("PricebookEntryId", "EP2"));
        Assert.False(contract.SyncAt(Early).IsEmpty);
        Assert.True(contract.SyncAt("2025-08-01T00:00:00Z").IsEmpty);
    }

    [Fact]
    public void ChangeInTheVerySecondOfTheStart_TakesEffectASecondLater()
    {
        var contract = new SmallContract()
            .Line("L0", "2025-01-15", 1, 120)
            .Amend("2025-01-15")
            .Line("L1", "2025-01-15", 1, 120, ("SBQQ__RevisedOrderProduct__c", "L0"));
        var timeline = contract.TimelineAt("2025-01-15T00:00:00Z");
        Assert.Equal(Instant.FromUtc(2025, 1, 15, 0, 0, 1), timeline.Life.Orders[1].From.At);
    }

    [Fact]
    public void SecondLineOnAMeterAtTheSamePrice_IsLeftOut()
    {
        (string, object?)[] metered = [("Product2Id", "M"), ("PricebookEntryId", "EM"), ("SBQQ__BillingType__c", "Arrears")];
        var contract = new SmallContract()
            .Product("M", ("SBQQ__BillingType__c", "Arrears"), ("SBQQ__ChargeType__c", "Usage"))
            .Line("L0", "2025-01-15", 1, 120, metered)
            .Line("L1", "2025-01-15", 1, 120, metered);
        var timeline = contract.TimelineAt(Early);
        Assert.Equal(["L1"], timeline.LeftOut.Select(line => line.Id));
        Assert.Equal(["L0"], timeline.Phases.Single().Items.Select(item => item.Line.Life.Line.Id));
    }

    [Theory]
    // two years; another line of the product begins on a day of the list: the price of the price book is free once the last unit left
    [InlineData("both leave, one of them before", "2025-07-15", "2026-01-15", "2026-01-15", 120, "price/EP")]
    [InlineData("one is still there", "2025-07-15", "2026-01-15", "2025-10-15", 150, "price/N/duplicate")]
    [InlineData("one leaves after", "2025-07-15", "2026-07-15", "2026-01-15", 120, "price/N/duplicate")]
    public void LineInPlaceOfAnother_TakesOverAPriceThatIsFree(
        string because,
        string first,
        string second,
        string starts,
        int unitPrice,
        string price
    )
    {
        var contract = new SmallContract(24)
            .Product("P2")
            .Line("L0", "2025-01-15", 2, 240)
            .Line("M0", "2025-01-15", 1, 240, ("Product2Id", "P2"), ("PricebookEntryId", "EP2"))
            .Amend(first)
            .Line("X1", first, -1, 180, ("SBQQ__RevisedOrderProduct__c", "L0"))
            .Amend(starts)
            .Line("N", starts, 1, unitPrice)
            .Amend(second)
            .Line("X2", second, -1, 120, ("SBQQ__RevisedOrderProduct__c", "L0"));
        var line = contract.TimelineAt(Early).Lines.Single(line => line.Life.Line.Id == "N");
        Assert.True(price == line.Price.Key, $"{because}: {line.Price.Key}");
    }

    [Fact]
    public void Gap_IsNamedFromItsFirstDayToTheNextPhase()
    {
        var contract = new SmallContract().Line("L0", "2025-01-15", 1, 60, ("EndDate", "2025-07-14")).Line("L1", "2025-10-15", 1, 30);
        var rejected = Assert.IsType<Rejected>(OrderTranslator.Translate(contract.At(Early)));
        var error = Assert.Single(rejected.Errors);
        Assert.Contains("2025-07-15", error.Message);
        Assert.Contains("2025-10-15", error.Message);
        Assert.DoesNotContain("2025-01-15", error.Message);
    }

    [Fact]
    public void CouponOfAOneTimeLine_StandsOnItsChargeAlone()
    {
        var contract = new SmallContract()
            .Line("L0", "2025-01-15", 1, 120)
            .Line("F0", "2025-01-15", 1, 500, ("SBQQ__SubscriptionPricing__c", null), ("SBQQ__BillingFrequency__c", null))
            .Add("Order_Stripe_Coupon__c", "K1", ("Order_Item__c", "F0"), ("Percent_Off__c", 10m), ("Duration__c", "forever"))
            .Add("Order_Stripe_Coupon__c", "K2", ("Order_Item__c", "L0"), ("Percent_Off__c", 20m), ("Duration__c", "forever"));
        var phase = contract.TimelineAt(Early).Phases.Single();
        Assert.Equal(["K1"], phase.Charges.Single().Coupons.Select(coupon => coupon.Ref.Id));
        Assert.Equal(["K2"], phase.Items.Single().Coupons.Select(coupon => coupon.Ref.Id));
        Assert.Empty(phase.Discounts);
    }

    [Theory]
    // 18 months by the year: what is charged on 2026-01-15, a year after the line began
    [InlineData("once", null, false)]
    [InlineData("repeating", 12, false)]
    [InlineData("repeating", 13, true)]
    [InlineData("forever", null, true)]
    public void CouponOfALine_StandsOnItsRemainderWhileItLasts(string duration, int? months, bool stands)
    {
        var contract = new SmallContract(18)
            .Line("L0", "2025-01-15", 1, 180)
            .Add(
                "Order_Stripe_Coupon__c",
                "K1",
                ("Order_Item__c", "L0"),
                ("Percent_Off__c", 10m),
                ("Duration__c", duration),
                ("Duration_In_Months__c", (decimal?)months)
            );
        var charge = Assert.Single(contract.ChargesAt(Early, "L0"));
        Assert.Equal((ChargeKind.Remainder, 6000m, stands ? 1 : 0), (charge.Kind!.Value, charge.Unit, charge.Coupons.Length));
    }

    [Fact]
    public void CouponOfALine_TakesNothingOffItsCredit()
    {
        var contract = new SmallContract(settings: new BillingSettings { CreditUnusedTime = CreditMode.AllReductions })
            .Line("L0", "2025-01-15", 3, 120)
            .Add("Order_Stripe_Coupon__c", "K1", ("Order_Item__c", "L0"), ("Percent_Off__c", 10m), ("Duration__c", "forever"))
            .Amend("2025-07-15")
            .Line("X1", "2025-07-15", -1, 60, ("SBQQ__RevisedOrderProduct__c", "L0"));
        Assert.Empty(Assert.Single(contract.ChargesAt(Early, "L0")).Coupons);
    }

    [Theory]
    // at 120.00 a year as in the price book: nine months are charged once, so the line has a price of its own
    [InlineData(9, 90, "price/L0")]
    [InlineData(12, 120, "price/EP")]
    [InlineData(18, 180, "price/EP")]
    public void LineWithoutAWholePeriod_HasItsOwnPrice(int months, int unitPrice, string price) =>
        Assert.Equal(price, new SmallContract(months).Line("L0", "2025-01-15", 1, unitPrice).TimelineAt(Early).Lines.Single().Price.Key);

    [Theory]
    [InlineData(20, 20, 0)]
    [InlineData(21, 20, 1)]
    [InlineData(45, 20, 25)]
    public void Phase_TakesTwentyOneTimeLines_TheRestIsAnInvoice(int count, int onThePhase, int onAnInvoice)
    {
        var contract = new SmallContract().Line("L0", "2025-01-15", 1, 120);
        for (var index = 1; index <= count; index++)
        {
            contract.Line($"F{index}", "2025-01-15", 1, 10 * index, ("SBQQ__SubscriptionPricing__c", null), ("SBQQ__BillingFrequency__c", null));
        }

        var timeline = contract.TimelineAt(Early);
        Assert.Equal((onThePhase, onAnInvoice), (timeline.Phases.Single().Charges.Length, timeline.Invoices.Sum(invoice => invoice.Charges.Length)));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Phase_TakesAsManyItemsAsTheSettingSays(int count, bool fits)
    {
        var contract = new SmallContract(settings: new BillingSettings { MaxPhaseItems = 2, BillingMode = BillingMode.Classic });
        for (var index = 0; index < count; index++)
        {
            contract.Line($"L{index}", "2025-01-15", 1, 120 + index);
        }

        Assert.Equal(fits, OrderTranslator.Translate(contract.At(Early)) is Translated);
    }

    private static LocalDate? Date(string? text) => text is null ? null : LocalDatePattern.Iso.Parse(text).Value;
}
