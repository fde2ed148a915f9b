using System.IO.Compression;
using System.Text;

namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class ControlTests
{
    [Fact]
    public async Task Logs_ShowRequestsAndWritesWithoutSecrets()
    {
        await using var org = await TestOrg.StartAsync();
        await org.SendAsync("DELETE", "/_sandbox/requests");
        var id = await org.CreateAsync("Account", """{"Name":"A","Phone":"1"}""");
        await org.SendAsync("PATCH", "sobjects/Account/" + id, """{"Phone":"2"}""");
        await org.SendAsync("GET", "query?q=SELECT+Id+FROM+Account");
        await org.LoginAsync();
        var requests = (await org.SendAsync("GET", "/_sandbox/requests")).Body!.AsArray();
        Assert.Equal(
            "POST 201,PATCH 204,GET 200,POST 200",
            string.Join(",", requests.Select(request => $"{request!["method"]} {request["status"]}"))
        );
        Assert.Equal("/services/data/v65.0/query?q=SELECT+Id+FROM+Account", requests[2]!["path"]!.GetValue<string>());
        Assert.Equal("""{"Phone":"2"}""", requests[1]!["body"]!.GetValue<string>());
        Assert.Equal("(credentials)", requests[3]!["body"]!.GetValue<string>());
        var writes = (await org.SendAsync("GET", "/_sandbox/writes")).Body!;
        Assert.Equal(
            $$$"""[{"type":"Account","id":"{{{id}}}","operation":"insert","fields":{"Name":"A","Phone":"1"}},{"type":"Account","id":"{{{id}}}","operation":"update","fields":{"Phone":"2"}}]""",
            writes.ToJsonString()
        );
        await org.SendAsync("DELETE", "/_sandbox/writes");
        Assert.Equal("[]", (await org.SendAsync("GET", "/_sandbox/writes")).Body!.ToJsonString());
    }

    [Fact]
    public async Task RefusedWrite_IsNotListed()
    {
        await using var org = await TestOrg.StartAsync();
        await org.SendAsync(
            "POST",
            "composite",
            """
            {"allOrNone":true,"compositeRequest":[{"method":"POST","url":"/services/data/v65.0/sobjects/Account","referenceId":"a","body":{"Name":"A"}},{"method":"POST","url":"/services/data/v65.0/sobjects/Account","referenceId":"b","body":{}}]}
            """
        );
        Assert.Equal("[]", (await org.SendAsync("GET", "/_sandbox/writes")).Body!.ToJsonString());
    }

    [Fact]
    public async Task Clock_StandsWhereItIsPut()
    {
        await using var org = await TestOrg.StartAsync();
        var (_, clock) = await org.SendAsync("POST", "/_sandbox/clock", """{"frozenAt":"2030-05-06T07:08:09+02:00"}""");
        Assert.Equal("""{"frozenAt":"2030-05-06T05:08:09Z","now":"2030-05-06T05:08:09Z"}""", clock!.ToJsonString());
        await org.CreateAsync("Account", """{"Name":"A"}""");
        Assert.Equal(
            "2030-05-06T05:08:09.000+0000",
            await org.ColumnAsync("SELECT CreatedDate FROM Account WHERE CreatedDate = TODAY", "CreatedDate")
        );
        Assert.Null((await org.SendAsync("POST", "/_sandbox/clock", """{"frozenAt":null}""")).Body!["frozenAt"]);
    }

    [Fact]
    public async Task Reset_LeavesAnOrgWithItsUsersAndTheSameIdsAhead()
    {
        await using var org = await TestOrg.StartAsync();
        var first = await org.CreateAsync("Account", """{"Name":"A"}""");
        await org.SendAsync("POST", "/_sandbox/reset");
        Assert.Equal("", await org.ColumnAsync("SELECT Name FROM Account"));
        Assert.Equal(first, await org.CreateAsync("Account", """{"Name":"B"}"""));
        Assert.Contains("integration@cpqbilling.test", await org.ColumnAsync("SELECT Username FROM User", "Username"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BadFixtures_AreExplained()
    {
        await using var org = await TestOrg.StartAsync();
        Assert.Equal(
            """400 {"error":"Account has no field Nope."}""",
            Text(await org.SendAsync("POST", "/_sandbox/fixtures", """{"Account":[{"Id":"Account#1","Nope":1}]}"""))
        );
        Assert.Equal("", await org.ColumnAsync("SELECT Name FROM Account"));
        Assert.Equal("404", (await org.SendAsync("GET", "/_sandbox/nothing")).Status.ToString());
    }

    [Fact]
    public async Task WithoutControlApi_NobodyPullsStrings()
    {
        await using var sandbox = await SalesforceSandbox.StartAsync(
            new SalesforceSandboxOptions { ControlApi = false },
            TestContext.Current.CancellationToken
        );
        using var http = new HttpClient { BaseAddress = sandbox.Address };
        Assert.Equal(404, (int)(await http.GetAsync("/_sandbox/fixtures", TestContext.Current.CancellationToken)).StatusCode);
        Assert.True(sandbox.Address.IsLoopback);
    }

    [Fact]
    public async Task Gzip_IsTakenAndGiven()
    {
        await using var org = await TestOrg.StartAsync();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            gzip.Write("""{"Name":"Packed"}"""u8);
        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using var created = await org.Http.PostAsync("/services/data/v65.0/sobjects/Account", content, TestContext.Current.CancellationToken);
        Assert.Equal(201, (int)created.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/services/data/v65.0/sobjects");
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var response = await org.Http.SendAsync(request, TestContext.Current.CancellationToken);
        await using var unpacked = new GZipStream(
            await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken),
            CompressionMode.Decompress
        );
        using var reader = new StreamReader(unpacked, Encoding.UTF8);
        Assert.StartsWith("""{"encoding":"UTF-8",""", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static string Text((int Status, System.Text.Json.Nodes.JsonNode? Body) answer) => $"{answer.Status} {answer.Body!.ToJsonString()}";
}
