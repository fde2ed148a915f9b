using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class SalesforceIdTests
{
    [Theory]
    [InlineData("001D000000IqhSL", "001D000000IqhSLIAZ")]
    [InlineData("001000000000000", "001000000000000AAA")]
    [InlineData("0013000000ABCDE", "0013000000ABCDEAA5")]
    public void ShortId_GetsItsChecksum(string text, string expected) => Assert.Equal(expected, SalesforceId.Normalize(text));

    [Theory]
    [InlineData("001D000000IqhSLIAA")] // a checksum that belongs to another id
    [InlineData("001D000000IqhS")]
    [InlineData("001D000000IqhSLIAZ0")]
    [InlineData("001D000000Iqh'L")]
    [InlineData("")]
    public void WrongLengthOrChecksum_IsNoId(string text) => Assert.Null(SalesforceId.Normalize(text));

    [Fact]
    public void IdThatLostItsCase_IsRestoredByItsChecksum() => Assert.Equal("001D000000IqhSLIAZ", SalesforceId.Normalize("001D000000IQHSLIAZ"));

    [Fact]
    public void NewIds_CountUpBehindTheirPrefix()
    {
        Assert.Equal("801Hs0000000001", SalesforceId.Make("801", 1)[..15]);
        Assert.Equal("801Hs0000000010", SalesforceId.Make("801", 62)[..15]);
        Assert.Equal(100_000, SalesforceId.NumberOf(SalesforceId.Make("802", 100_000)));
    }
}
