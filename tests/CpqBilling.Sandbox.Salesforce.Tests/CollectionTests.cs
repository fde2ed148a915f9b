using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class CollectionTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Create_ReportsEachRecordByItself()
    {
        await using var org = await TestOrg.StartAsync();
        var (status, results) = await org.SendAsync(
            "POST",
            "composite/sobjects",
            """
            {"allOrNone":false,"records":[{"attributes":{"type":"Account"},"Name":"A"},{"attributes":{"type":"Account"}},{"attributes":{"type":"Contact"},"LastName":"C"}]}
            """
        );
        Assert.Equal(200, status);
        Assert.Equal(
            """{"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING","message":"Required fields are missing: [Name]","fields":["Name"]}]}""",
            results![1]!.ToJsonString(Plain)
        );
        Assert.Equal("001,003", $"{results[0]!["id"]!.GetValue<string>()[..3]},{results[2]!["id"]!.GetValue<string>()[..3]}");
        Assert.Equal("A", await org.ColumnAsync("SELECT Name FROM Account"));
    }

    [Fact]
    public async Task AllOrNone_MarksTheInnocent()
    {
        await using var org = await TestOrg.StartAsync();
        var (_, results) = await org.SendAsync(
            "POST",
            "composite/sobjects",
            """{"allOrNone":true,"records":[{"attributes":{"type":"Account"},"Name":"A"},{"attributes":{"type":"Account"}}]}"""
        );
        Assert.Equal(
            "ALL_OR_NONE_OPERATION_ROLLED_BACK,REQUIRED_FIELD_MISSING",
            string.Join(",", results!.AsArray().Select(result => result!["errors"]![0]!["statusCode"]))
        );
        Assert.Equal("", await org.ColumnAsync("SELECT Name FROM Account"));
    }

    [Fact]
    public async Task Upsert_SaysWhichAreNew()
    {
        await using var org = await TestOrg.StartAsync();
        await org.CreateAsync("Sync_Record__c", """{"Compound_ID__c":"k1"}""");
        var (_, results) = await org.SendAsync(
            "PATCH",
            "composite/sobjects/Sync_Record__c/Compound_ID__c",
            """
            {"records":[{"attributes":{"type":"Sync_Record__c"},"Compound_ID__c":"k1","Resolution_Status__c":"Success"},{"attributes":{"type":"Sync_Record__c"},"Compound_ID__c":"k2"},{"attributes":{"type":"Sync_Record__c"}}]}
            """
        );
        Assert.Equal(
            "False,True,MISSING_ARGUMENT",
            string.Join(
                ",",
                results!
                    .AsArray()
                    .Select(result => result!["created"]?.GetValue<bool>().ToString() ?? result["errors"]![0]!["statusCode"]!.GetValue<string>())
            )
        );
    }

    [Fact]
    public async Task UpdateReadAndDelete_WorkOnManyTypes()
    {
        await using var org = await TestOrg.StartAsync();
        var account = await org.CreateAsync("Account", """{"Name":"A"}""");
        var product = await org.CreateAsync("Product2", """{"Name":"P"}""");
        var (_, updated) = await org.SendAsync(
            "PATCH",
            "composite/sobjects",
            $$"""
            {"records":[{"attributes":{"type":"Account"},"id":"{{account}}","Stripe_ID__c":"cus_1"},{"attributes":{"type":"Product2"},"Id":"{{product}}","Stripe_ID__c":"prod_1"},{"attributes":{"type":"Product2"},"id":"01t000000000000AAA"}]}
            """
        );
        Assert.Equal(
            "true,true,INVALID_CROSS_REFERENCE_KEY",
            string.Join(
                ",",
                updated!
                    .AsArray()
                    .Select(result => result!["success"]!.GetValue<bool>() ? "true" : result["errors"]![0]!["statusCode"]!.GetValue<string>())
            )
        );
        var (_, read) = await org.SendAsync(
            "POST",
            "composite/sobjects/Account",
            $$"""{"ids":["{{account}}","001000000000000AAA"],"fields":["Stripe_ID__c"]}"""
        );
        Assert.Equal("cus_1", read![0]!["Stripe_ID__c"]!.GetValue<string>());
        Assert.Null(read[1]);
        var (_, deleted) = await org.SendAsync("DELETE", $"composite/sobjects?ids={account},{product}&allOrNone=true");
        Assert.All(deleted!.AsArray(), result => Assert.True(result!["success"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task TwoHundredAndOneRecords_AreTooMany()
    {
        await using var org = await TestOrg.StartAsync();
        var records = new JsonArray([.. Enumerable.Range(0, 201).Select(_ => (JsonNode)new JsonObject())]);
        var (status, error) = await org.SendAsync("POST", "composite/sobjects", new JsonObject { ["records"] = records }.ToJsonString());
        Assert.Equal("400 EXCEEDED_ID_LIMIT", $"{status} {error![0]!["errorCode"]}");
    }

    [Fact]
    public async Task Batch_RunsCallsByThemselves()
    {
        await using var org = await TestOrg.StartAsync();
        const string calls = """
            {"haltOnError":HALT,"batchRequests":[{"method":"POST","url":"v65.0/sobjects/Account","richInput":{"Name":"A"}},{"method":"POST","url":"v65.0/sobjects/Account","richInput":{}},{"method":"GET","url":"v65.0/query?q=SELECT+COUNT()+FROM+Account"}]}
            """;
        var (_, answer) = await org.SendAsync("POST", "composite/batch", calls.Replace("HALT", "false", StringComparison.Ordinal));
        Assert.Equal(
            "True 201,400,200 1",
            $"{answer!["hasErrors"]!.GetValue<bool>()} {Statuses(answer)} {answer["results"]![2]!["result"]!["totalSize"]}"
        );
        var (_, halted) = await org.SendAsync("POST", "composite/batch", calls.Replace("HALT", "true", StringComparison.Ordinal));
        Assert.Equal("201,400,412", Statuses(halted!));
        Assert.Equal("BATCH_PROCESSING_HALTED", halted!["results"]![2]!["result"]![0]!["errorCode"]!.GetValue<string>());
    }

    [Fact]
    public async Task Tree_CreatesParentsWithChildrenOrNothing()
    {
        await using var org = await TestOrg.StartAsync();
        const string tree = """
            {"records":[{"attributes":{"type":"Account","referenceId":"a"},"Name":"A","Contacts":{"records":[{"attributes":{"type":"Contact","referenceId":"c1"},"LastName":"One"},{"attributes":{"type":"Contact","referenceId":"c2"},"LastName":"Two"}]}}]}
            """;
        var (status, answer) = await org.SendAsync("POST", "composite/tree/Account", tree);
        Assert.Equal("201 a,c1,c2", $"{status} {string.Join(",", answer!["results"]!.AsArray().Select(result => result!["referenceId"]))}");
        Assert.Equal("A,A", await org.ColumnAsync("SELECT Account.Name FROM Contact", "Account.Name"));
        var (bad, failure) = await org.SendAsync(
            "POST",
            "composite/tree/Account",
            tree.Replace("\"LastName\":\"Two\"", "\"Nope\":1", StringComparison.Ordinal)
        );
        Assert.Equal(
            """400 {"hasErrors":true,"results":[{"referenceId":"c2","errors":[{"statusCode":"INVALID_FIELD","message":"No such column 'Nope' on sobject of type Contact","fields":[]}]}]}""",
            $"{bad} {failure!.ToJsonString(Plain)}"
        );
        Assert.Equal("A", await org.ColumnAsync("SELECT Name FROM Account"));
    }

    [Fact]
    public async Task Graphs_StandOrFallEachForItself()
    {
        await using var org = await TestOrg.StartAsync();
        var (_, answer) = await org.SendAsync(
            "POST",
            "composite/graph",
            """
            {"graphs":[
              {"graphId":"1","compositeRequest":[{"method":"POST","url":"/services/data/v65.0/sobjects/Account","referenceId":"a","body":{"Name":"A"}},{"method":"POST","url":"/services/data/v65.0/sobjects/Contact","referenceId":"c","body":{"LastName":"C","AccountId":"@{a.id}"}}]},
              {"graphId":"2","compositeRequest":[{"method":"POST","url":"/services/data/v65.0/sobjects/Account","referenceId":"a","body":{"Name":"B"}},{"method":"POST","url":"/services/data/v65.0/sobjects/Contact","referenceId":"c","body":{}}]}]}
            """
        );
        Assert.Equal(
            "1:True,2:False",
            string.Join(",", answer!["graphs"]!.AsArray().Select(graph => $"{graph!["graphId"]}:{graph["isSuccessful"]!.GetValue<bool>()}"))
        );
        Assert.Equal("A", await org.ColumnAsync("SELECT Name FROM Account"));
        var (status, refused) = await org.SendAsync(
            "POST",
            "composite/graph",
            """{"graphs":[{"graphId":"1","compositeRequest":[{"method":"GET","url":"/services/data/v65.0/query?q=SELECT+Id+FROM+Account","referenceId":"q"}]}]}"""
        );
        Assert.Equal("400 INVALID_INPUT", $"{status} {refused![0]!["errorCode"]}");
    }

    private static string Statuses(JsonNode answer) => string.Join(",", answer["results"]!.AsArray().Select(result => result!["statusCode"]));
}
