using CpqBilling.Core.Requests;
using NodaTime;

namespace CpqBilling.Stripe.Tests;

public sealed class FormEncodingTests
{
    [Fact]
    public void NestedMapsAndLists_HaveBracketsAndIndexes()
    {
        var item = new StripeMap().Set("price", "price_1").Set("quantity", 3m);
        var phase = new StripeMap().Set("items", StripeList.Of([item])).SetPath("duration.interval", "month");
        var body = new StripeMap().Set("customer", "cus_1").Set("phases", StripeList.Of([phase, phase]));

        Assert.Equal(
            "customer=cus_1&phases[0][items][0][price]=price_1&phases[0][items][0][quantity]=3&phases[0][duration][interval]=month"
                + "&phases[1][items][0][price]=price_1&phases[1][items][0][quantity]=3&phases[1][duration][interval]=month",
            FormEncoding.Encode(body)
        );
    }

    public static TheoryData<StripeValue, string> Scalars =>
        new()
        {
            { "a b&c=d", "x=a%20b%26c%3Dd" },
            { "Zürich + 100 %", "x=Z%C3%BCrich%20%2B%20100%20%25" },
            { "", "x=" },
            { true, "x=true" },
            { false, "x=false" },
            // Times are whole seconds.
            { Instant.FromUtc(2027, 1, 1, 0, 0), "x=1798761600" },
            { Instant.FromUnixTimeMilliseconds(1798761600999), "x=1798761600" },
            // Decimals have no exponent and no trailing zeros.
            { 0.000000000001m, "x=0.000000000001" },
            { 1234.567890123456m, "x=1234.567890123456" },
            { 2000.00m, "x=2000" },
            { 79228162514264337593543950335m, "x=79228162514264337593543950335" },
            { -500.5m, "x=-500.5" },
            { 0m, "x=0" },
            // An empty list unsets, an empty map says nothing.
            { StripeList.Of([]), "x=" },
            { new StripeMap(), "" },
        };

    [Theory]
    [MemberData(nameof(Scalars))]
    public void Value_IsWrittenAsStripeReadsIt(StripeValue value, string expected) =>
        Assert.Equal(expected, FormEncoding.Encode(new StripeMap().Set("x", value)));

    [Fact]
    public void MetadataName_KeepsSpacesAndHidesBrackets()
    {
        var metadata = new StripeMap().Set("Subscription Type", "a").Set("x[y]", "b");

        Assert.Equal("metadata[Subscription%20Type]=a&metadata[x%5By%5D]=b", FormEncoding.Encode(new StripeMap().Set("metadata", metadata)));
    }

    [Fact]
    public void UnreplacedReference_IsADefect() =>
        Assert.Throws<InvalidOperationException>(() => FormEncoding.Encode(new StripeMap().Set("customer", new StripeRef("customer/1"))));
}
