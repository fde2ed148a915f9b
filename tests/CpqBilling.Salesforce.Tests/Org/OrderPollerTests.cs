using System.Collections.Immutable;
using CpqBilling.Salesforce.Tests.Fakes;
using NodaTime;

namespace CpqBilling.Salesforce.Tests.Org;

public sealed class OrderPollerTests
{
    private const string Fields =
        "SELECT Id, SBQQ__Quote__c, Opportunity.SBQQ__AmendedContract__c, Opportunity.SBQQ__AmendedContract__r.SBQQ__Quote__c, LastModifiedById, SystemModstamp FROM Order ";
    private static readonly Instant Noon = Instant.FromUtc(2026, 2, 1, 12, 0, 0);
    private readonly FakeOrg _org = new();

    [Fact]
    public void WithoutId_TheWholeInstantIsRead() =>
        Assert.Equal(
            Fields
                + "WHERE Stripe_ID__c = null AND SystemModstamp >= 2026-02-01T12:00:00.000Z AND (Status = 'Activated') "
                + "ORDER BY SystemModstamp, Id LIMIT 200",
            OrderPoller.Query(new PollCursor(Noon), "Status = 'Activated'", 200)
        );

    [Fact]
    public void WithId_ReadingGoesOnBehindIt() =>
        Assert.Equal(
            Fields
                + "WHERE Stripe_ID__c = null AND (SystemModstamp > 2026-02-01T12:00:00.000Z OR "
                + "(SystemModstamp = 2026-02-01T12:00:00.000Z AND Id > '801000000000001AAA')) AND (Type = 'New' OR Type = 'Renewal') "
                + "ORDER BY SystemModstamp, Id LIMIT 2",
            OrderPoller.Query(new PollCursor(Noon, "801000000000001AAA"), "Type = 'New' OR Type = 'Renewal'", 2)
        );

    [Fact]
    public async Task FullPage_HasMoreBehindIt_AndNamesTheContract()
    {
        _org.Composite(
            (
                "orders",
                200,
                FakeOrg.Rows(
                    """{"attributes":{"type":"Order"},"Id":"801000000000001AAA","SystemModstamp":"2026-02-01T12:00:00.000+0000","SBQQ__Quote__c":"q1","Opportunity":null}""",
                    """
                    {"attributes":{"type":"Order"},"Id":"801000000000002AAA","SystemModstamp":"2026-02-01T12:00:05.000+0000","SBQQ__Quote__c":"q2",
                     "Opportunity":{"SBQQ__AmendedContract__r":{"SBQQ__Quote__c":"q1"}}}
                    """
                )
            )
        );

        var page = await PollAsync(new PollCursor(Noon), 2);

        Assert.Equal(["q1", "q1"], page.Orders.Select(order => order.Family));
        Assert.Equal(new PollCursor(Noon + Duration.FromSeconds(5), "801000000000002AAA"), page.Next);
        Assert.False(page.IsLast);
    }

    [Fact]
    public async Task EmptyPage_LeavesTheCursorAlone()
    {
        _org.Composite();
        var cursor = new PollCursor(Noon, "801000000000001AAA");

        var page = await PollAsync(cursor, 2);

        Assert.Equal((cursor, true), (page.Next, page.IsLast));
        Assert.Equal(ImmutableArray<OrderNotice>.Empty, page.Orders);
    }

    [Fact]
    public async Task FilterSalesforceDoesNotUnderstand_IsAnError()
    {
        _org.Composite(("orders", 400, FakeOrg.Error("INVALID_FIELD", "No such column 'Foo__c' on entity 'Order'.")));

        using var session = _org.Session();
        var answer = await new OrderPoller(session).PollAsync(new PollCursor(Noon), "Foo__c = 1", 2, TestContext.Current.CancellationToken);

        Assert.Equal("SYNC-5002", Assert.IsType<SalesforceAnswer<PollPage>.Refused>(answer).Error.Code);
    }

    private async Task<PollPage> PollAsync(PollCursor cursor, int size)
    {
        using var session = _org.Session();
        var answer = await new OrderPoller(session).PollAsync(cursor, "Status = 'Activated'", size, TestContext.Current.CancellationToken);
        return Assert.IsType<SalesforceAnswer<PollPage>.Found>(answer).Value;
    }
}
