namespace CpqBilling.Sandbox.Salesforce.Tests;

/// <summary>An access token that is not used for the session's time is worth nothing; logging in again helps.</summary>
public sealed class SessionTests
{
    private const string Limits = "/services/data/v65.0/limits";

    [Fact]
    public async Task UnusedForTwoHours_TheSessionIsOver()
    {
        var time = new Clock();
        await using var org = await TestOrg.StartAsync(new SalesforceSandboxOptions { WallTime = time });

        time.Passed = TimeSpan.FromMinutes(119);
        Assert.Equal(200, (await org.SendAsync("GET", Limits)).Status);
        time.Passed = TimeSpan.FromMinutes(238);
        Assert.Equal(200, (await org.SendAsync("GET", Limits)).Status);
        time.Passed = TimeSpan.FromMinutes(359);
        var (status, body) = await org.SendAsync("GET", Limits);

        Assert.Equal("401 INVALID_SESSION_ID", $"{status} {body![0]!["errorCode"]}");
        await org.LoginAsync();
        Assert.Equal(200, (await org.SendAsync("GET", Limits)).Status);
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Passed;
    }
}
