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
        var read = MetadataLimits.Within(new StripeMap().Set(key, "value"), Order);
        Assert.Equal(isTold ? [("SYNC-3006", Order, $"metadata.{key}")] : [], read.Errors.Select(error => (error.Code, error.Record, error.Field!)));
    }

    [Theory]
    [InlineData(50, false)]
    [InlineData(51, true)]
    public void Keys_AreFiftyAtMost(int count, bool isTold)
    {
        var map = Enumerable.Range(1, count).Aggregate(new StripeMap(), (map, number) => map.Set($"key {number}", "value"));
        Assert.Equal(isTold, !MetadataLimits.Within(map, Order).Errors.IsEmpty);
    }

    [Fact]
    public void LongValues_AreCut()
    {
        var map = new StripeMap().Set("long", new string('x', 501)).Set("whole", new string('y', 500));
        var cut = MetadataLimits.Within(map, Order).Value!;
        Assert.Equal((new StripeText(new string('x', 500)), new StripeText(new string('y', 500))), (cut["long"], cut["whole"]));
    }
}
