using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Salesforce.Tests.Fakes;

namespace CpqBilling.Salesforce.Tests.Writing;

public sealed class ResultWriterTests
{
    private const string Order = "801000000000001AAA";
    private const string Account = "001000000000001AAA";
    private const string Ok = """{"success":true,"errors":[]}""";
    private readonly FakeOrg _org = new();

    [Fact]
    public async Task EverythingIsWritten_InOneRequest()
    {
        _org.Composite(("fields_0", 200, $"[{Ok},{Ok}]"), ("sync_records_0", 200, $"[{Ok}]"));

        var outcome = await WriteAsync(
            [
                new("Order", "801000000000001", "Stripe_ID__c", "sub_sched_1"),
                new("Account", Account, "Stripe_ID__c", "cus_1"),
                new("Order", Order, "Note__c", null),
            ],
            [new(new("Order", Order), new("Account", Account), SyncStatus.Success, "done", "https://dashboard.test/1", null)]
        );

        Assert.True(outcome.IsComplete);
        Assert.Equal(1, outcome.Calls);
        var parts = Assert.Single(_org.ApiRequests).Parts;
        Assert.Equal("/services/data/v65.0/composite/sobjects", parts["fields_0"].GetProperty("url").GetString());
        AssertJson(
            """
            {"allOrNone":false,"records":[
              {"attributes":{"type":"Account"},"id":"001000000000001AAA","Stripe_ID__c":"cus_1"},
              {"attributes":{"type":"Order"},"id":"801000000000001AAA","Stripe_ID__c":"sub_sched_1","Note__c":null}]}
            """,
            parts["fields_0"].GetProperty("body")
        );
        Assert.Equal("/services/data/v65.0/composite/sobjects/Sync_Record__c/Compound_ID__c", parts["sync_records_0"].GetProperty("url").GetString());
        AssertJson(
            """
            {"allOrNone":false,"records":[{"attributes":{"type":"Sync_Record__c"},"Compound_ID__c":"801000000000001AAA-001000000000001AAA",
              "Primary_Record_ID__c":"801000000000001AAA","Primary_Object_Type__c":"Order",
              "Secondary_Record_ID__c":"001000000000001AAA","Secondary_Object_Type__c":"Account",
              "Resolution_Status__c":"Success","Resolution_Message__c":"done",
              "Stripe_Request_Dashboard_Link__c":"https://dashboard.test/1","Resolution_Documentation_Link__c":null}]}
            """,
            parts["sync_records_0"].GetProperty("body")
        );
    }

    /// <summary>An org with an older package, or without the permission, tells so for all rows of the request.</summary>
    [Fact]
    public async Task OrgWithoutTheStatus_GetsEverythingElse()
    {
        const string Unknown = """[{"errorCode":"INVALID_FIELD","message":"No such column 'Stripe_Sync_Status__c' on sobject of type Order"}]""";
        _org.Composite(("fields_0", 400, Unknown));
        _org.Composite(("fields_0", 200, $"[{Ok},{Ok}]"));

        var outcome = await WriteAsync(
            [
                new("Account", Account, "Stripe_ID__c", "cus_1"),
                new("Order", Order, "Stripe_ID__c", "sub_sched_1"),
                new("Order", Order, "Stripe_Sync_Status__c", "Synced"),
            ],
            []
        );

        Assert.True(outcome.IsComplete);
        AssertJson(
            """
            {"allOrNone":false,"records":[
              {"attributes":{"type":"Account"},"id":"001000000000001AAA","Stripe_ID__c":"cus_1"},
              {"attributes":{"type":"Order"},"id":"801000000000001AAA","Stripe_ID__c":"sub_sched_1"}]}
            """,
            _org.ApiRequests[^1].Parts["fields_0"].GetProperty("body")
        );
    }

    [Fact]
    public async Task Nothing_TakesNoRequest()
    {
        Assert.Equal(0, (await WriteAsync([], [])).Calls);
        Assert.Empty(_org.Requests);
    }

    [Fact]
    public async Task RefusedRow_IsReportedForItsRecord_OthersAreWritten()
    {
        _org.Composite(
            (
                "fields_0",
                200,
                $$"""[{{Ok}},{"success":false,"errors":[{"statusCode":"INVALID_FIELD_FOR_INSERT_UPDATE","message":"no access","fields":["Stripe_ID__c"]}]}]"""
            )
        );

        var outcome = await WriteAsync([new("Account", Account, "Stripe_ID__c", "cus_1"), new("Order", Order, "Stripe_ID__c", "sub_1")], []);

        var error = Assert.Single(outcome.Refused);
        Assert.Equal(("SYNC-5001", "INVALID_FIELD_FOR_INSERT_UPDATE", "Stripe_ID__c"), (error.Code, error.UpstreamCode, error.Field));
        Assert.Equal(new RecordRef("Order", Order), error.Record);
    }

    [Fact]
    public async Task LockedRow_IsWrittenAgain_Alone()
    {
        _org.Composite(("fields_0", 200, $$"""[{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"busy"}]},{{Ok}}]"""))
            .Composite(("fields_0", 200, $"[{Ok}]"));

        var outcome = await WriteAsync([new("Account", Account, "Stripe_ID__c", "cus_1"), new("Order", Order, "Stripe_ID__c", "sub_1")], []);

        Assert.True(outcome.IsComplete);
        Assert.Equal(2, outcome.Calls);
        var again = Assert.Single(_org.ApiRequests[1].Parts["fields_0"].GetProperty("body").GetProperty("records").EnumerateArray());
        Assert.Equal(Account, again.GetProperty("id").GetString());
    }

    [Fact]
    public async Task RowLockedForLong_IsReported()
    {
        for (var i = 0; i < 4; i++)
        {
            _org.Composite(("fields_0", 200, """[{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"busy"}]}]"""));
        }

        var outcome = await WriteAsync([new("Account", Account, "Stripe_ID__c", "cus_1")], []);

        Assert.Equal("SYNC-5003", Assert.Single(outcome.Refused).Code);
        Assert.Equal(4, outcome.Calls);
    }

    [Fact]
    public async Task FieldOneObjectLacks_KeepsOnlyThatObjectFromBeingWritten()
    {
        var unknown = FakeOrg.Error("INVALID_FIELD", "No such column 'Stripe_ID__c' on sobject of type Account");
        _org.Composite(("fields_0", 400, unknown), ("sync_records_0", 200, $"[{Ok}]"))
            .Composite(("fields_0_Account", 400, unknown), ("fields_0_Order", 200, $"[{Ok}]"));

        var outcome = await WriteAsync(
            [new("Account", Account, "Stripe_ID__c", "cus_1"), new("Order", Order, "Stripe_ID__c", "sub_1")],
            [new(new("Order", Order), new("Order", Order), SyncStatus.Error, "x")]
        );

        Assert.Equal(new RecordRef("Account", Account), Assert.Single(outcome.Refused).Record);
        Assert.Equal(2, outcome.Calls);
    }

    [Fact]
    public async Task LostConnection_IsReportedForEveryRecord()
    {
        _org.Drop().Drop().Drop().Drop();

        var outcome = await WriteAsync([new("Account", Account, "Stripe_ID__c", "cus_1"), new("Order", Order, "Stripe_ID__c", "sub_1")], []);

        Assert.Equal([("SYNC-6001", Account), ("SYNC-6001", Order)], outcome.Refused.Select(error => (error.Code, error.Record.Id)));
    }

    [Fact]
    public async Task ManyRows_AreSplitIntoCollectionsOf200()
    {
        var ok = "[" + string.Join(",", Enumerable.Repeat(Ok, 200)) + "]";
        _org.Composite(("fields_0", 200, ok), ("fields_1", 200, ok), ("fields_2", 200, $"[{Ok}]"));

        var outcome = await WriteAsync(
            [.. Enumerable.Range(0, 401).Select(i => new ResolvedFieldWrite("OrderItem", $"802{i:000000000000}", "Stripe_ID__c", "si_1"))],
            []
        );

        Assert.True(outcome.IsComplete);
        Assert.Equal(1, outcome.Calls);
    }

    [Fact]
    public async Task SamePair_IsSentOnce_AndLongTextsAreCut()
    {
        _org.Composite(("sync_records_0", 200, $"[{Ok}]"));

        await WriteAsync(
            [],
            [
                new(new("Order", "801000000000001"), new("Order", "801000000000001"), SyncStatus.Success, "first"),
                new(new("Order", Order), new("Order", Order), SyncStatus.Error, new string('x', 131_071) + "😀", new string('u', 256)),
            ]
        );

        var row = Assert.Single(_org.ApiRequests[0].Parts["sync_records_0"].GetProperty("body").GetProperty("records").EnumerateArray());
        Assert.Equal("Error", row.GetProperty("Resolution_Status__c").GetString());
        Assert.Equal(new string('x', 131_071), row.GetProperty("Resolution_Message__c").GetString());
        Assert.Equal(JsonValueKind.Null, row.GetProperty("Stripe_Request_Dashboard_Link__c").ValueKind);
    }

    [Fact]
    public async Task Namespace_IsPutBeforeOurNames()
    {
        _org.Composite(("fields_0", 200, $"[{Ok}]"), ("sync_records_0", 200, $"[{Ok}]"));

        using var session = _org.Session(ns: "acme");
        await new ResultWriter(session).WriteAsync(
            new(
                [new("Order_Stripe_Coupon__c", "a0c000000000001AAA", "Stripe_ID__c", "co_1")],
                [new(new("Order", Order), new("Order", Order), SyncStatus.Success, "")]
            ),
            TestContext.Current.CancellationToken
        );

        var parts = _org.ApiRequests[0].Parts;
        Assert.Contains(
            """{"attributes":{"type":"acme__Order_Stripe_Coupon__c"},"id":"a0c000000000001AAA","acme__Stripe_ID__c":"co_1"}""",
            _org.ApiRequests[0].Body,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "/acme__Sync_Record__c/acme__Compound_ID__c",
            parts["sync_records_0"].GetProperty("url").GetString(),
            StringComparison.Ordinal
        );
    }

    private async Task<WriteOutcome> WriteAsync(ImmutableArray<ResolvedFieldWrite> fields, ImmutableArray<ResolvedSyncRecord> records)
    {
        using var session = _org.Session();
        return await new ResultWriter(session).WriteAsync(new(fields, records), TestContext.Current.CancellationToken);
    }

    private static void AssertJson(string expected, JsonElement actual) =>
        Assert.Equal(JsonSerializer.Serialize(JsonElement.Parse(expected)), JsonSerializer.Serialize(actual));
}
