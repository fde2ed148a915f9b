using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>Parameters of a request: whatever is set or taken out makes another map.</summary>
public sealed class StripeMapTests
{
    private static readonly StripeMap Map = StripeMap.Of(("a", 1m), ("nothing", null), ("b", new StripeMap().Set("c", "x")));

    [Theory]
    [InlineData("""{"a":2,"b":{"c":"x"}}""", "a")]
    [InlineData("""{"a":1,"b":2}""", "b")]
    [InlineData("""{"a":1,"b":{"c":"x"},"d":2}""", "d")]
    [InlineData("""{"a":1,"b":{"c":2}}""", "b.c")]
    [InlineData("""{"a":1,"b":{"c":"x","d":{"e":2}}}""", "b.d.e")]
    [InlineData("""{"a":1,"b":{"c":"x"},"metadata":{"x.y":2}}""", "metadata.x.y")]
    public void Set_MakesAnotherMap(string expected, string path) => AssertMade(expected, Map.SetPath(path, 2m));

    [Theory]
    [InlineData("""{"b":{"c":"x"}}""", "a")]
    [InlineData("""{"a":1}""", "b.c")]
    [InlineData("""{"a":1,"b":{"c":"x"}}""", "b.d")]
    [InlineData("""{"a":1,"b":{"c":"x"}}""", "d.e")]
    public void Remove_LeavesNoEmptyMap(string expected, string path) => AssertMade(expected, Map.RemovePath(path));

    [Fact]
    public void Merge_TakesTheOthersValues() => AssertMade("""{"a":3,"b":{"c":"x"},"e":true}""", Map.Merge(StripeMap.Of(("e", true), ("a", 3m))));

    [Fact]
    public void Null_LeavesItAsItIs() => Assert.Same(Map, Map.Set("a", null));

    private static void AssertMade(string expected, StripeMap made)
    {
        Assert.Equal(expected, StripeJson.Write(made));
        Assert.Equal("""{"a":1,"b":{"c":"x"}}""", StripeJson.Write(Map));
    }
}
