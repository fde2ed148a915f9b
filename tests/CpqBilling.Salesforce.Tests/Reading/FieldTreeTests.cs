namespace CpqBilling.Salesforce.Tests.Reading;

public sealed class FieldTreeTests
{
    [Theory]
    // A plain field, once however often it is named.
    [InlineData(new[] { "Id", "Name", "name" }, "Id, Name")]
    // By relationship or by lookup, standard or custom: the same columns.
    [InlineData(new[] { "Opportunity.CloseDate" }, "OpportunityId, Opportunity.Id, Opportunity.CloseDate")]
    [InlineData(new[] { "OpportunityId.CloseDate" }, "OpportunityId, Opportunity.Id, Opportunity.CloseDate")]
    [InlineData(new[] { "SBQQ__Quote__c.SBQQ__Type__c" }, "SBQQ__Quote__c, SBQQ__Quote__r.Id, SBQQ__Quote__r.SBQQ__Type__c")]
    [InlineData(new[] { "SBQQ__Quote__r.SBQQ__Type__c" }, "SBQQ__Quote__c, SBQQ__Quote__r.Id, SBQQ__Quote__r.SBQQ__Type__c")]
    // Several steps bring every parent on the way.
    [InlineData(
        new[] { "OrderId.OpportunityId.CloseDate" },
        "OrderId, Order.Id, Order.OpportunityId, Order.Opportunity.Id, Order.Opportunity.CloseDate"
    )]
    // The lookup itself is no path to a parent.
    [InlineData(new[] { "OrderId" }, "OrderId")]
    public void Paths_BecomeColumns(string[] paths, string expected) => Assert.Equal(expected, new FieldTree(paths).Select);
}
