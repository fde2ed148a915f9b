using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Salesforce.Tests.Fakes;

namespace CpqBilling.Salesforce.Tests.Reading;

public sealed class RecordReaderTests
{
    private readonly FakeOrg _org = new();

    [Fact]
    public async Task PricebookEntry_ComesWithItsProduct()
    {
        _org.Composite(
            (
                "record",
                200,
                FakeOrg.Rows(
                    """{"attributes":{"type":"PricebookEntry"},"Id":"01u000000000001AAA","Product2":{"attributes":{"type":"Product2"},"Id":"01t000000000001AAA"}}"""
                )
            )
        );

        var answer = await ReadAsync(new("PricebookEntry", "01u000000000001"));

        var graph = Assert.IsType<SalesforceAnswer<RecordGraph>.Found>(answer).Value;
        Assert.NotNull(graph.Parent(graph.Find("01u000000000001AAA"), "Product2Id"));
        Assert.Equal(
            "SELECT Id, Pricebook2Id, Product2Id, UnitPrice, IsActive, Stripe_ID__c, Product2.Id, Product2.Name, Product2.Description, "
                + "Product2.ProductCode, Product2.IsActive, Product2.SBQQ__SubscriptionPricing__c, Product2.SBQQ__SubscriptionType__c, "
                + "Product2.SBQQ__SubscriptionTerm__c, Product2.SBQQ__BillingFrequency__c, Product2.SBQQ__BillingType__c, "
                + "Product2.SBQQ__ChargeType__c, Product2.Stripe_ID__c FROM PricebookEntry WHERE Id = '01u000000000001AAA'",
            _org.ApiRequests[0].Soql("record")
        );
    }

    [Fact]
    public async Task DeletedRecord_IsRefused()
    {
        _org.Composite();

        var refused = Assert.IsType<SalesforceAnswer<RecordGraph>.Refused>(await ReadAsync(new("Account", "001000000000001AAA")));

        Assert.Equal(("SYNC-5000", "NOT_FOUND", 1), (refused.Error.Code, refused.Error.UpstreamCode, refused.Calls));
    }

    [Theory]
    [InlineData("User", "005000000000001AAA")]
    [InlineData("Account", "x' OR Name != '")]
    public async Task OtherObjectsAndTexts_NeverReachSalesforce(string type, string id)
    {
        Assert.IsType<SalesforceAnswer<RecordGraph>.Refused>(await ReadAsync(new(type, id)));
        Assert.Empty(_org.Requests);
    }

    private async Task<SalesforceAnswer<RecordGraph>> ReadAsync(RecordRef record)
    {
        using var session = _org.Session();
        return await new RecordReader(session).ReadAsync(record, new RecordRequest(FieldMappings.None), TestContext.Current.CancellationToken);
    }
}
