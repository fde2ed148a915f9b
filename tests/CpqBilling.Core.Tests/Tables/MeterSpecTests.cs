using CpqBilling.Core.Cpq;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>docs/rules/prices.md 6 and the setting meterEventName: names of meters made from a template.</summary>
public sealed class MeterSpecTests
{
    private static readonly CpqRecord Product = new(
        "Product2",
        "P",
        new Dictionary<string, object?>
        {
            ["ProductCode"] = "API",
            ["Family"] = "  ",
            ["Version"] = 2m,
        }
    );
    private static readonly CpqRecord Line = new("OrderItem", "L", new Dictionary<string, object?> { ["Product2Id"] = "P", ["Name"] = "line" });
    private static readonly RecordGraph Graph = new([Product, Line]);

    [Theory]
    [InlineData("cpq_{Product2.ProductCode}", "cpq_API")]
    [InlineData("{Product2.ProductCode}", "API")]
    [InlineData("{Product2.ProductCode}_calls", "API_calls")]
    [InlineData("{Name}-{Product2.ProductCode}.{Product2.Version}", "line-API.2")]
    [InlineData("all", "all")]
    // a path that is blank or leads nowhere makes no name
    [InlineData("cpq_{Product2.Family}", null)]
    [InlineData("cpq_{Product2.Missing}", null)]
    [InlineData("cpq_{Other.ProductCode}", null)]
    [InlineData("", null)]
    // braces that do not close are text, and so is one that closes nothing
    [InlineData("cpq_{Product2.ProductCode", "cpq_{Product2.ProductCode")]
    [InlineData("a}b{Name}", "a}bline")]
    public void Template_IsFilledFromTheLine(string template, string? name) => Assert.Equal(name, MeterSpec.FillTemplate(template, Graph, Line));

    [Fact]
    public void Name_HasAtMostAHundredCharacters()
    {
        Assert.Equal(new string('x', 100), MeterSpec.FillTemplate(new string('x', 100), Graph, Line));
        Assert.Null(MeterSpec.FillTemplate(new string('x', 101), Graph, Line));
    }

    [Theory]
    [InlineData(250, 250)]
    [InlineData(251, 250)]
    public void DisplayName_IsCutAtStripesLimit(int length, int kept) =>
        Assert.Equal(new string('n', kept), MeterSpec.Of("cpq_API", UsageFormula.Sum, new string('n', length)).DisplayName);

    [Fact]
    public void Paths_AreWhatStandsInBraces() =>
        Assert.Equal(["Product2.ProductCode", "Name"], MeterSpec.PathsOf("cpq_{Product2.ProductCode}-{Name}{}"));

    [Fact]
    public void Request_SaysWhatIsCountedForWhom()
    {
        var meter = new MeterSpec("cpq_API", UsageFormula.Last, "Calls");
        Assert.Equal("meter/cpq_API", meter.Key);
        Assert.Equal(
            """
            {"display_name":"Calls","event_name":"cpq_API","default_aggregation":{"formula":"last"},"customer_mapping":{"type":"by_id","event_payload_key":"stripe_customer_id"},"value_settings":{"event_payload_key":"value"}}
            """.Trim(),
            StripeJson.Write(meter.Body)
        );
    }
}
