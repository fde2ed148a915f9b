using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Translation;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>docs/rules/coupons.md 2: which coupons can be used, what is sent, and when one that exists is used again.</summary>
public sealed class CouponTests
{
    private const string Early = "2025-01-01T00:00:00Z";
    private static readonly CouponState TenPercent = new("co_1", "Ten", null, 10, null, CouponDuration.Forever, null);

    [Theory]
    [InlineData(null, null, "once", null, "it has neither an amount nor a percentage")]
    [InlineData(5, 10, "once", null, "it has both an amount and a percentage")]
    [InlineData(0, null, "once", null, "its amount is not above zero")]
    [InlineData(-1, null, "once", null, "its amount is not above zero")]
    [InlineData(1, null, "once", null, null)]
    [InlineData(null, 0, "once", null, "its percentage is not between 0 and 100")]
    [InlineData(null, 101, "once", null, "its percentage is not between 0 and 100")]
    [InlineData(null, 100, "once", null, null)]
    [InlineData(null, 1, "once", null, null)]
    [InlineData(null, 10, "repeating", null, "it repeats without a number of months")]
    [InlineData(null, 10, "repeating", 0, "it repeats without a number of months")]
    [InlineData(null, 10, "repeating", 1, null)]
    [InlineData(null, 10, "forever", null, null)]
    [InlineData(null, 10, "sometimes", null, "its duration is sometimes")]
    [InlineData(null, 10, null, null, null)]
    public void Coupon_IsCheckedBeforeAnythingIsMade(int? amount, int? percent, string? duration, int? months, string? problem)
    {
        var contract = With(
            ("Amount_Off__c", (decimal?)amount),
            ("Percent_Off__c", (decimal?)percent),
            ("Duration__c", duration),
            ("Duration_In_Months__c", (decimal?)months)
        );
        var result = OrderTranslator.Translate(contract.At(Early));
        if (problem is null)
        {
            Assert.IsType<Translated>(result);
        }
        else
        {
            var error = Assert.Single(Assert.IsType<Rejected>(result).Errors);
            Assert.Equal($"The coupon cannot be used: {problem}.", error.Message);
        }
    }

    [Fact]
    public void Amount_IsSentInTheCurrencyOfTheContract()
    {
        var body = BodyOf(With(("Name__c", "Five"), ("Amount_Off__c", 5m), ("Max_Redemptions__c", 3.7m), ("Duration_In_Months__c", 6m)));
        Assert.Equal("""{"name":"Five","amount_off":500,"currency":"usd","duration":"once","max_redemptions":3}""", body);
    }

    [Fact]
    public void Percentage_IsSentWithoutACurrency()
    {
        var body = BodyOf(With(("Name__c", "Ten"), ("Percent_Off__c", 12.50m), ("Duration__c", "repeating"), ("Duration_In_Months__c", 6m)));
        Assert.Equal("""{"name":"Ten","percent_off":12.5,"duration":"repeating","duration_in_months":6}""", body);
    }

    [Theory]
    [InlineData(40, 40)]
    [InlineData(41, 40)]
    public void Name_IsCutAtFortyCharacters(int length, int sent)
    {
        var body = BodyOf(With(("Name__c", new string('n', length)), ("Percent_Off__c", 10m)));
        Assert.StartsWith($$"""{"name":"{{new string('n', sent)}}","percent_off":10""", body);
    }

    public static TheoryData<string, CouponState, bool> Held() =>
        new()
        {
            { "equal", TenPercent, true },
            { "name", TenPercent with { Name = "Eleven" }, false },
            { "percentage", TenPercent with { PercentOff = 11 }, false },
            { "amount", TenPercent with { AmountOff = 10 }, false },
            { "duration", TenPercent with { Duration = CouponDuration.Once }, false },
            { "months", TenPercent with { DurationInMonths = 3 }, false },
            { "a currency means nothing for a percentage", TenPercent with { Currency = "eur" }, true },
        };

    [Theory]
    [MemberData(nameof(Held))]
    public void CouponOfTheQuote_IsUsedAgainWhenItIsEqual(string because, CouponState held, bool isUsed)
    {
        var contract = With(("Name__c", "Ten"), ("Percent_Off__c", 10m), ("Duration__c", "forever"), ("Quote_Stripe_Coupon_Id__c", "QK"))
            .Add("Quote_Stripe_Coupon__c", "QK", ("Stripe_ID__c", "co_1"));
        contract.World.Stripe.Put(held);
        var steps = ((Translated)OrderTranslator.Translate(contract.At(Early))).Plan.Steps;
        Assert.True(isUsed == steps.All(step => step.Resource != "coupons"), because);
    }

    [Fact]
    public void Coupons_PercentBeforeAmountThenTheOlder()
    {
        var contract = With(("Amount_Off__c", 5m), ("CreatedDate", "2024-01-01T00:00:00.000+0000"))
            .Add("Order_Stripe_Coupon__c", "K2", ("Order__c", "O0"), ("Percent_Off__c", 10m), ("CreatedDate", "2024-03-01T00:00:00.000+0000"))
            .Add("Order_Stripe_Coupon__c", "K3", ("Order__c", "O0"), ("Percent_Off__c", 20m), ("CreatedDate", "2024-02-01T00:00:00.000+0000"))
            .Add("Order_Stripe_Coupon__c", "K4", ("Order__c", "another"), ("Percent_Off__c", 30m));
        Assert.Equal(["K3", "K2", "K1"], contract.TimelineAt(Early).Phases.Single().Discounts.Select(coupon => coupon.Ref.Id));
    }

    [Theory]
    // equal copies of one quote coupon are one coupon; equal coupons of two are two, and so are copies that differ
    [InlineData("QK", "QK", 10, 1)]
    [InlineData("QK", "QK", 11, 2)]
    [InlineData("QK", "QK2", 10, 2)]
    [InlineData(null, null, 10, 2)]
    public void CopiesOfAQuoteCoupon_AreOne(string? first, string? second, int percent, int made)
    {
        var contract = With(("Percent_Off__c", 10m), ("Quote_Stripe_Coupon_Id__c", first))
            .Add(
                "Order_Stripe_Coupon__c",
                "K2",
                ("Order_Item__c", "L0"),
                ("Percent_Off__c", (decimal)percent),
                ("Quote_Stripe_Coupon_Id__c", second)
            );
        Assert.Equal(made, ((Translated)OrderTranslator.Translate(contract.At(Early))).Plan.Steps.Count(step => step.Resource == "coupons"));
    }

    [Theory]
    [InlineData("percent_off", "15", """{"percent_off":15,"duration":"once"}""")]
    [InlineData("max_redemptions", "2", """{"percent_off":10,"duration":"once","max_redemptions":2}""")]
    public void MappedNumber_StandsInPlaceOfThePackages(string path, string value, string body)
    {
        var contract = With(("Percent_Off__c", 10m), ("Max_Redemptions__c", path == "max_redemptions" ? 9m : null));
        contract.World.Mappings = RecordTranslatorTests.Defaults("coupon", (path, decimal.Parse(value)));
        Assert.Equal(body, BodyOf(contract));
    }

    [Fact]
    public void MappedDuration_StandsInPlaceOfThePackages()
    {
        var contract = With(("Percent_Off__c", 10m), ("Duration__c", "once"));
        contract.World.Mappings = RecordTranslatorTests.Defaults("coupon", ("duration", "repeating"), ("duration_in_months", 4m));
        Assert.Equal("""{"percent_off":10,"duration":"repeating","duration_in_months":4}""", BodyOf(contract));
    }

    [Fact]
    public void CouponTheOrderKeeps_IsUsedAgain()
    {
        var contract = With(("Name__c", "Ten"), ("Percent_Off__c", 10m), ("Duration__c", "forever"), ("Stripe_ID__c", "co_1"));
        contract.World.Stripe.Put(TenPercent);
        Assert.DoesNotContain(((Translated)OrderTranslator.Translate(contract.At(Early))).Plan.Steps, step => step.Resource == "coupons");
    }

    [Fact]
    public void CouponOfAnotherOrder_IsNotLookedAt() =>
        Assert.IsType<Translated>(
            OrderTranslator.Translate(With(("Percent_Off__c", 10m)).Add("Order_Stripe_Coupon__c", "K2", ("Order__c", "another")).At(Early))
        );

    [Theory]
    // one coupon was copied: attached to the quote, to a line of it, to both, to others'
    [InlineData("Q0", null, null)]
    [InlineData(null, "QL", null)]
    [InlineData("Q0", "QL", 2)]
    [InlineData("Q9", "QL9", null)]
    public void CopiesThatAreMissing_AreAnError(string? quote, string? quoteLine, int? attached)
    {
        var contract = new SmallContract()
            .Line("L0", "2025-01-15", 1, 120, ("SBQQ__QuoteLine__c", "QL"))
            .Add("Order_Stripe_Coupon__c", "K1", ("Order__c", "O0"), ("Percent_Off__c", 10m));
        if (quote is not null)
        {
            contract.Add("Quote_Stripe_Coupon_Association__c", "A1", ("Quote__c", quote));
        }

        if (quoteLine is not null)
        {
            contract.Add("Quote_Line_Stripe_Coupon_Association__c", "A2", ("Quote_Line__c", quoteLine));
        }

        var result = OrderTranslator.Translate(contract.At(Early));
        Assert.Equal(
            attached is null ? [] : [$"{attached} coupons are attached to the quote, 1 were copied to the order."],
            result is Rejected rejected ? rejected.Errors.Select(error => error.Message) : []
        );
    }

    private static SmallContract With(params (string Name, object? Value)[] fields) =>
        new SmallContract().Line("L0", "2025-01-15", 1, 120).Add("Order_Stripe_Coupon__c", "K1", [("Order__c", "O0"), .. fields]);

    /// <summary>The coupon's request without our metadata.</summary>
    private static string BodyOf(SmallContract contract)
    {
        var step = ((Translated)OrderTranslator.Translate(contract.At(Early))).Plan.Steps.Single(step => step.Resource == "coupons");
        return StripeJson.Write(step.Body.Remove("metadata"));
    }
}
