using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>Stripe's limits on metadata (docs/decisions/0006): what is cut, and what is told.</summary>
public sealed class MetadataLimitsTests
{
    private static readonly RecordRef Order = new("Order", "Order#1");

    [Theory]
    [InlineData("plain", false)]
    [InlineData("with space", false)]
    [InlineData("open[", true)]
    [InlineData("close]", true)]
    [InlineData("forty_characters_are_the_most_there_may_be", true)]
    [InlineData("forty_characters_are_the_most_there_may_", false)]
    public void Keys_AreShortAndWithoutBrackets(string key, bool isTold)
    {
        var errors = new ErrorList();
        MetadataLimits.Check(new StripeMap().Set(key, "value"), Order, errors);
        Assert.Equal(
            isTold ? [("SYNC-3006", Order, $"metadata.{key}")] : [],
            errors.ToImmutable().Select(error => (error.Code, error.Record, error.Field!))
        );
    }

    [Theory]
    [InlineData(50, false)]
    [InlineData(51, true)]
    public void Keys_AreFiftyAtMost(int count, bool isTold)
    {
        var map = new StripeMap();
        for (var number = 1; number <= count; number++)
        {
            map.Set($"key {number}", "value");
        }

        var errors = new ErrorList();
        MetadataLimits.Check(map, Order, errors);
        Assert.Equal(isTold, errors.Any);
    }

    [Fact]
    public void LongValues_AreCut()
    {
        var map = new StripeMap().Set("long", new string('x', 501)).Set("whole", new string('y', 500));
        MetadataLimits.Check(map, Order, new ErrorList());
        Assert.Equal((new StripeText(new string('x', 500)), new StripeText(new string('y', 500))), (map["long"], map["whole"]));
    }
}
