using System.Text;
using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class BulkIngestTests
{
    [Fact]
    public async Task Rows_StandForThemselves()
    {
        await using var org = await TestOrg.StartAsync();
        var job = await IngestAsync(org, """{"object":"Account","operation":"insert"}""", "Name,Phone\n\"Acme, Inc.\",1\n,2\n");
        Assert.Equal("JobComplete 2 1", $"{job["state"]} {job["numberRecordsProcessed"]} {job["numberRecordsFailed"]}");
        Assert.Equal("Acme, Inc.", await org.ColumnAsync("SELECT Name FROM Account"));
        Assert.Contains("REQUIRED_FIELD_MISSING:", await ResultsAsync(org, job, "failedResults"), StringComparison.Ordinal);
        Assert.Matches("\"001\\w{15}\",\"true\",\"Acme, Inc.\",\"1\"", await ResultsAsync(org, job, "successfulResults"));
    }

    [Fact]
    public async Task Upsert_FindsByExternalIdAndClears()
    {
        await using var org = await TestOrg.StartAsync();
        await org.CreateAsync("Account", """{"Name":"Old","Phone":"1","Stripe_ID__c":"cus_1"}""");
        var job = await IngestAsync(
            org,
            """{"object":"Account","operation":"upsert","externalIdFieldName":"Stripe_ID__c"}""",
            "Stripe_ID__c,Name,Phone\ncus_1,New,#N/A\ncus_2,Second,2\n"
        );
        Assert.Equal("0", job["numberRecordsFailed"]!.ToString());
        Assert.Equal("New null,Second 2", await NamesAsync(org));
    }

    [Fact]
    public async Task UpdateAndDelete_GoById()
    {
        await using var org = await TestOrg.StartAsync();
        var (first, second) = (await org.CreateAsync("Account", """{"Name":"A"}"""), await org.CreateAsync("Account", """{"Name":"B"}"""));
        await IngestAsync(org, """{"object":"Account","operation":"update"}""", $"Id,Phone\n{first},5\n");
        await IngestAsync(org, """{"object":"Account","operation":"delete"}""", $"Id\n{second}\n");
        Assert.Equal("A 5", await NamesAsync(org));
    }

    [Theory]
    [InlineData("""{"object":"Nowhere","operation":"insert"}""", "INVALID_TYPE")]
    [InlineData("""{"object":"Account","operation":"hardDelete"}""", "INVALIDOPERATION")]
    [InlineData("""{"object":"Account","operation":"upsert"}""", "INVALIDJOB")]
    public async Task WhatCannotBeDone_IsRefusedAtOnce(string request, string code)
    {
        await using var org = await TestOrg.StartAsync();
        var (status, error) = await org.SendAsync("POST", "jobs/ingest", request);
        Assert.Equal($"400 {code}", $"{status} {error![0]!["errorCode"]}");
    }

    private static async Task<string> NamesAsync(TestOrg org) =>
        string.Join(
            ',',
            (await org.QueryAsync("SELECT Name, Phone FROM Account ORDER BY Name"))["records"]!
                .AsArray()
                .Select(row => $"{row!["Name"]} {row["Phone"]?.ToString() ?? "null"}")
        );

    private static async Task<JsonNode> IngestAsync(TestOrg org, string request, string csv)
    {
        var (_, job) = await org.SendAsync("POST", "jobs/ingest", request);
        using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var uploaded = await org.Http.PutAsync($"/services/data/v65.0/jobs/ingest/{job!["id"]}/batches", content);
        Assert.Equal(201, (int)uploaded.StatusCode);
        await org.SendAsync("PATCH", $"jobs/ingest/{job["id"]}", """{"state":"UploadComplete"}""");
        return (await org.SendAsync("GET", $"jobs/ingest/{job["id"]}")).Body!;
    }

    private static async Task<string> ResultsAsync(TestOrg org, JsonNode job, string name)
    {
        using var response = await org.RawAsync("GET", $"jobs/ingest/{job["id"]}/{name}");
        return await response.Content.ReadAsStringAsync();
    }
}
