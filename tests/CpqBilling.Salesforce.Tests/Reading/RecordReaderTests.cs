using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Salesforce.Tests.Fakes;
using NodaTime;

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

    /// <summary>Parents may be accounts too: only the rows themselves are the page.</summary>
    [Fact]
    public async Task Page_HoldsTheSelectedRecords_AndNotTheirParents()
    {
        _org.Composite(
            (
                "record",
                200,
                FakeOrg.Rows(
                    """{"attributes":{"type":"Account"},"Id":"001000000000002AAA","Parent":{"attributes":{"type":"Account"},"Id":"001000000000001AAA"}}"""
                )
            )
        );
        var request = new RecordRequest(Mapped("customer", "metadata.parent", "Parent.Name"));
        using var session = _org.Session();

        var answer = await new RecordReader(session).PageAsync(
            new RecordSelection("Account", "Type = 'Customer'"),
            "001000000000001AAA",
            request,
            TestContext.Current.CancellationToken
        );

        var page = Assert.IsType<SalesforceAnswer<RecordPage>.Found>(answer).Value;
        Assert.Equal(["001000000000002AAA"], page.Ids);
        Assert.True(page.IsLast);
        Assert.NotNull(page.Records.Find("001000000000001AAA"));
        var soql = _org.ApiRequests[0].Soql("record");
        Assert.Contains("Parent.Name", soql);
        Assert.EndsWith(" FROM Account WHERE Stripe_ID__c != null AND (Type = 'Customer') AND Id > '001000000000001AAA' ORDER BY Id LIMIT 200", soql);
    }

    /// <summary>The account with the lower id was changed later: asked for from the other on, it would be read again, from itself on none is lost.</summary>
    [Fact]
    public async Task ChangedAccounts_GoOnFromTheLastChange_WhateverItsId()
    {
        _org.Composite(
            (
                "record",
                200,
                FakeOrg.Rows(
                    """{"attributes":{"type":"Account"},"Id":"001000000000001AAA","SystemModstamp":"2026-01-02T10:00:00.000+0000"}""",
                    """{"attributes":{"type":"Account"},"Id":"001000000000002AAA","SystemModstamp":"2026-01-02T09:00:00.000+0000"}"""
                )
            )
        );
        using var session = _org.Session();

        var answer = await new RecordReader(session).ChangedAccountsAsync(
            new PollCursor(Instant.FromUtc(2026, 1, 1, 0, 0)),
            null,
            new RecordRequest(FieldMappings.None),
            TestContext.Current.CancellationToken
        );

        var changed = Assert.IsType<SalesforceAnswer<ChangedRecords>.Found>(answer).Value;
        Assert.Equal(new PollCursor(Instant.FromUtc(2026, 1, 2, 10, 0), "001000000000001AAA"), changed.Next);
        Assert.Equal(["001000000000002AAA", "001000000000001AAA"], changed.Changes.Select(change => change.Id));
    }

    /// <summary>A template's paths lead from an order line; through its product and entry they lead from an entry too.</summary>
    [Fact]
    public async Task TemplateOfAnOrderLine_IsReadThroughTheEntry()
    {
        _org.Composite(("record", 200, FakeOrg.Rows("""{"attributes":{"type":"PricebookEntry"},"Id":"01u000000000001AAA"}""")));
        var request = new RecordRequest(FieldMappings.None) { OrderItemPaths = ["Product2.Sku__c", "PricebookEntry.Meter__c", "Description"] };
        using var session = _org.Session();

        await new RecordReader(session).ReadAsync(new("PricebookEntry", "01u000000000001AAA"), request, TestContext.Current.CancellationToken);

        var soql = _org.ApiRequests[0].Soql("record");
        Assert.Contains("Product2.Sku__c", soql);
        Assert.Contains(", Meter__c", soql);
        Assert.DoesNotContain(", Description", soql);
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

    private static FieldMappings Mapped(string objectKey, string stripePath, string salesforcePath) =>
        new()
        {
            Paths = ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty.Add(
                objectKey,
                ImmutableDictionary<string, string>.Empty.Add(stripePath, salesforcePath)
            ),
        };

    private async Task<SalesforceAnswer<RecordGraph>> ReadAsync(RecordRef record)
    {
        using var session = _org.Session();
        return await new RecordReader(session).ReadAsync(record, new RecordRequest(FieldMappings.None), TestContext.Current.CancellationToken);
    }
}
