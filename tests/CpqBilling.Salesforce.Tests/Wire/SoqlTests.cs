namespace CpqBilling.Salesforce.Tests.Wire;

public sealed class SoqlTests
{
    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData("it's", @"'it\'s'")]
    [InlineData(@"a\b", @"'a\\b'")]
    [InlineData(@"\' OR Id != '", @"'\\\' OR Id != \''")]
    public void Text_IsQuoted(string text, string expected) => Assert.Equal(expected, Soql.Quoted(text));

    [Theory]
    [InlineData("Name", true)]
    [InlineData("OrderId.OpportunityId.CloseDate", true)]
    [InlineData("SBQQ__Quote__r.SBQQ__StartDate__c", true)]
    [InlineData("", false)]
    [InlineData("Name FROM User", false)]
    [InlineData("Name.", false)]
    [InlineData("Name)", false)]
    [InlineData("Name\n", false)]
    public void Path_IsNamesAndDots(string path, bool expected) => Assert.Equal(expected, Soql.IsPath(path));

    [Theory]
    [InlineData(null, true)]
    [InlineData(" ", true)]
    [InlineData("Status = 'Activated'", true)]
    [InlineData("status='activated'", true)]
    [InlineData("Status = 'Activated' AND Type = 'New'", false)]
    [InlineData("Status != 'Draft'", false)]
    public void DefaultFilter_IsRecognised(string? filter, bool expected) => Assert.Equal(expected, Soql.IsDefaultOrderFilter(filter));
}
