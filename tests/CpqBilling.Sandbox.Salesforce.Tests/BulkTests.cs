namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class BulkTests
{
    [Fact]
    public async Task Job_RunsThroughItsStatesAndGivesCsvInPages()
    {
        await using var org = await TestOrg.StartAsync();
        await org.LoadAsync(
            """
            { "Account": [{ "Id": "Account#1", "Name": "A \"1\", Ltd" }],
              "Order": [{ "Id": "Order#1", "AccountId": "Account#1", "TotalAmount": 10.50, "EffectiveDate": "2024-01-05", "SBQQ__Contracted__c": true, "CreatedDate": "2024-01-05T10:00:00Z" }, { "Id": "Order#2" }, { "Id": "Order#3" }] }
            """
        );
        var (_, job) = await org.SendAsync(
            "POST",
            "jobs/query",
            """{"operation":"query","query":"SELECT Account.Name, TotalAmount, EffectiveDate, SBQQ__Contracted__c, CreatedDate FROM Order ORDER BY Id"}"""
        );
        Assert.Equal("UploadComplete Order CSV 65.0", $"{job!["state"]} {job["object"]} {job["contentType"]} {job["apiVersion"]!.ToJsonString()}");
        var path = "jobs/query/" + job["id"]!.GetValue<string>();
        Assert.Equal("750", path[11..14]);
        Assert.Equal(400, (await org.SendAsync("GET", path + "/results")).Status);
        Assert.Equal("InProgress", (await org.SendAsync("GET", path)).Body!["state"]!.GetValue<string>());
        Assert.Equal("JobComplete 3", await StateAsync(org, path));

        using var first = await org.RawAsync("GET", path + "/results?maxRecords=2");
        Assert.Equal("text/csv", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal("2", first.Headers.GetValues("Sforce-NumberOfRecords").Single());
        Assert.Equal(
            "\"Account.Name\",\"TotalAmount\",\"EffectiveDate\",\"SBQQ__Contracted__c\",\"CreatedDate\"\n\"A \"\"1\"\", Ltd\",\"10.50\",\"2024-01-05\",\"true\",\"2024-01-05T10:00:00.000Z\"\n\"\",\"\",\"\",\"false\",\"2024-02-01T12:00:00.000Z\"\n",
            await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
        using var second = await org.RawAsync("GET", path + "/results?locator=" + first.Headers.GetValues("Sforce-Locator").Single());
        Assert.Equal(
            "null 1",
            $"{second.Headers.GetValues("Sforce-Locator").Single()} {second.Headers.GetValues("Sforce-NumberOfRecords").Single()}"
        );

        Assert.Single((await org.SendAsync("GET", "jobs/query")).Body!["records"]!.AsArray());
        Assert.Equal(204, (await org.SendAsync("DELETE", path)).Status);
        Assert.Equal(404, (await org.SendAsync("GET", path)).Status);
    }

    [Fact]
    public async Task RunningJob_CanBeAborted()
    {
        await using var org = await TestOrg.StartAsync();
        var (_, job) = await org.SendAsync(
            "POST",
            "jobs/query",
            """{"operation":"queryAll","query":"SELECT Id FROM Order","columnDelimiter":"PIPE","lineEnding":"CRLF"}"""
        );
        var path = "jobs/query/" + job!["id"]!.GetValue<string>();
        Assert.Equal("Aborted", (await org.SendAsync("PATCH", path, """{"state":"Aborted"}""")).Body!["state"]!.GetValue<string>());
        Assert.Equal("Aborted 0", await StateAsync(org, path));
        Assert.Equal("INVALIDJOBSTATE", (await org.SendAsync("PATCH", path, """{"state":"Aborted"}""")).Body![0]!["errorCode"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("SELECT COUNT() FROM Order", "API_ERROR")]
    [InlineData("SELECT Status FROM Order GROUP BY Status", "API_ERROR")]
    [InlineData("SELECT (SELECT Id FROM OrderItems) FROM Order", "API_ERROR")]
    [InlineData("SELECT Id FROM Order LIMIT 1 OFFSET 1", "API_ERROR")]
    [InlineData("SELECT TYPEOF Owner WHEN User THEN Name END FROM Order", "API_ERROR")]
    [InlineData("SELECT Nope FROM Order", "INVALID_FIELD")]
    public async Task QueryThatBulkCannotRun_IsRefused(string soql, string code)
    {
        await using var org = await TestOrg.StartAsync();
        var (status, error) = await org.SendAsync("POST", "jobs/query", $$"""{"operation":"query","query":"{{soql}}"}""");
        Assert.Equal($"400 {code}", $"{status} {error![0]!["errorCode"]}");
    }

    private static async Task<string> StateAsync(TestOrg org, string path)
    {
        var job = (await org.SendAsync("GET", path)).Body!;
        return $"{job["state"]} {job["numberRecordsProcessed"]}";
    }
}
