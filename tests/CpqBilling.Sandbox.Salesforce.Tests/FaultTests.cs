using System.Diagnostics;

namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class FaultTests
{
    [Theory]
    [InlineData("serverError", 500, "UNKNOWN_EXCEPTION")]
    [InlineData("limit", 403, "REQUEST_LIMIT_EXCEEDED")]
    [InlineData("tooManyRequests", 429, "TOO_MANY_REQUESTS")]
    [InlineData("lockRow", 400, "UNABLE_TO_LOCK_ROW")]
    public async Task ArmedFault_HitsSoManyTimesAndIsGone(string kind, int status, string code)
    {
        await using var org = await TestOrg.StartAsync();
        await ArmAsync(org, $$"""{"method":"POST","pathContains":"sobjects/Account","times":2,"kind":"{{kind}}"}""");
        Assert.Equal(200, (await org.SendAsync("GET", "limits")).Status);
        for (var i = 0; i < 2; i++)
        {
            var (actual, body) = await org.SendAsync("POST", "sobjects/Account", """{"Name":"A"}""");
            Assert.Equal($"{status} {code}", $"{actual} {body![0]!["errorCode"]}");
        }
        Assert.Equal(201, (await org.SendAsync("POST", "sobjects/Account", """{"Name":"A"}""")).Status);
        Assert.Equal("A", await org.ColumnAsync("SELECT Name FROM Account"));
    }

    [Fact]
    public async Task Unavailable_IsAPageOfHtml()
    {
        await using var org = await TestOrg.StartAsync();
        await ArmAsync(org, """{"kind":"unavailable"}""");
        using var response = await org.RawAsync("GET", "limits");
        Assert.Equal("503 text/html", $"{(int)response.StatusCode} {response.Content.Headers.ContentType!.MediaType}");
    }

    [Fact]
    public async Task Unauthorized_EndsTheSessionUntilTheNextLogin()
    {
        await using var org = await TestOrg.StartAsync();
        await ArmAsync(org, """{"kind":"unauthorized"}""");
        Assert.Equal(401, (await org.SendAsync("GET", "limits")).Status);
        Assert.Equal(401, (await org.SendAsync("GET", "limits")).Status);
        await org.LoginAsync();
        Assert.Equal(200, (await org.SendAsync("GET", "limits")).Status);
    }

    [Fact]
    public async Task LockedRow_IsOneRecordsErrorInACollection()
    {
        await using var org = await TestOrg.StartAsync();
        await ArmAsync(org, """{"pathContains":"composite/sobjects","kind":"lockRow"}""");
        var (_, results) = await org.SendAsync(
            "POST",
            "composite/sobjects",
            """{"records":[{"attributes":{"type":"Account"},"Name":"A"},{"attributes":{"type":"Account"},"Name":"B"}]}"""
        );
        Assert.Equal("UNABLE_TO_LOCK_ROW", results![0]!["errors"]![0]!["statusCode"]!.GetValue<string>());
        Assert.True(results[1]!["success"]!.GetValue<bool>());
    }

    [Fact]
    public async Task DropAfterWrite_LosesTheAnswerNotTheWork()
    {
        await using var org = await TestOrg.StartAsync();
        await ArmAsync(org, """{"method":"POST","kind":"dropAfterWrite"}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => org.SendAsync("POST", "sobjects/Account", """{"Name":"A"}"""));
        Assert.Equal("A", await org.ColumnAsync("SELECT Name FROM Account"));
    }

    [Fact]
    public async Task Truncated_BreaksOffInTheMiddle()
    {
        await using var org = await TestOrg.StartAsync();
        await ArmAsync(org, """{"pathContains":"limits","kind":"truncated"}""");
        await Assert.ThrowsAnyAsync<Exception>(() => org.SendAsync("GET", "limits"));
        Assert.Equal(200, (await org.SendAsync("GET", "limits")).Status);
    }

    [Fact]
    public async Task Latency_DelaysAndRateSpreadsEvenly()
    {
        await using var org = await TestOrg.StartAsync();
        await ArmAsync(org, """{"kind":"latency","milliseconds":60,"times":1}""");
        var started = Stopwatch.GetTimestamp();
        await org.SendAsync("GET", "limits");
        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(60));
        await ArmAsync(org, """{"kind":"serverError","rate":0.25}""");
        var statuses = new List<int>();
        for (var i = 0; i < 8; i++)
            statuses.Add((await org.SendAsync("GET", "limits")).Status);
        Assert.Equal([200, 200, 200, 500, 200, 200, 200, 500], statuses);
        await org.SendAsync("DELETE", "/_sandbox/faults");
        Assert.Equal(200, (await org.SendAsync("GET", "limits")).Status);
    }

    private static async Task ArmAsync(TestOrg org, string fault) =>
        Assert.Equal(200, (await org.SendAsync("POST", "/_sandbox/faults", fault)).Status);
}
