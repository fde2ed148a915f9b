namespace CpqBilling.Salesforce.Tests.Wire;

public sealed class SalesforceIdTests
{
    [Theory]
    // From Salesforce's own documentation of the checksum.
    [InlineData("001A0000006Vm9r", "001A0000006Vm9rIAC")]
    [InlineData("001A0000006Vm9rIAC", "001A0000006Vm9rIAC")]
    // Case of the checksum itself carries nothing.
    [InlineData("001A0000006Vm9riac", "001A0000006Vm9rIAC")]
    // No capital letters at all.
    [InlineData("801000000000001", "801000000000001AAA")]
    public void Id_IsCompleted(string given, string expected)
    {
        Assert.True(SalesforceId.TryParse(given, out var id));
        Assert.Equal(expected, id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("80100000000000")]
    [InlineData("8010000000000011")]
    [InlineData("001A0000006Vm9rIAA")]
    [InlineData("80100000' OR Id")]
    [InlineData("801é00000000001")]
    public void AnythingElse_IsNoId(string? given) => Assert.False(SalesforceId.TryParse(given, out _));
}
