using System.Net;
using CpqBilling.Core.Errors;
using CpqBilling.Salesforce.Tests.Fakes;

namespace CpqBilling.Salesforce.Tests.Connection;

public sealed class SalesforceSessionTests
{
    private readonly FakeOrg _org = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FirstRequest_LogsIn_LaterOnesReuseTheToken()
    {
        _org.Answer(HttpStatusCode.OK, "{}", limitInfo: "api-usage=18/15000").Answer(HttpStatusCode.OK, """{"a":1}""");
        using var session = _org.Session();

        await session.SendAsync(HttpMethod.Get, "limits", null, Cancellation);
        var second = await session.SendAsync(HttpMethod.Get, "/services/data/v65.0/query/01g-2000", null, Cancellation);

        Assert.Equal(1, Assert.IsType<SalesforceReply.Ok>(second).Body.GetProperty("a").GetInt32());
        Assert.Equal(
            ["/services/oauth2/token", "/services/data/v65.0/limits", "/services/data/v65.0/query/01g-2000"],
            _org.Requests.Select(r => r.Path)
        );
        Assert.Equal("Bearer token-1", _org.ApiRequests[1].Authorization);
        Assert.Equal(2, session.Calls);
        Assert.Equal(new ApiUsage(18, 15000), session.Usage);
        Assert.Equal(new RecordRef("Organization", "00D000000000062EAA"), session.Org);
    }

    [Fact]
    public async Task SimultaneousFirstRequests_LogInOnce()
    {
        using var session = _org.Session();
        for (var i = 0; i < 8; i++)
        {
            _org.Answer(HttpStatusCode.OK, "{}");
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => session.SendAsync(HttpMethod.Get, "limits", null, Cancellation)));

        Assert.Single(_org.Logins);
    }

    [Fact]
    public async Task ExpiredToken_IsReplacedOnce()
    {
        _org.Answer(HttpStatusCode.Unauthorized, FakeOrg.Error("INVALID_SESSION_ID", "Session expired or invalid")).Answer(HttpStatusCode.OK, "{}");
        using var session = _org.Session();

        var reply = await session.SendAsync(HttpMethod.Get, "limits", null, Cancellation);

        Assert.Equal(2, Assert.IsType<SalesforceReply.Ok>(reply).Calls);
        Assert.Equal(["Bearer token-1", "Bearer token-2"], _org.ApiRequests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task TokenRefusedAgain_AsksToReconnect()
    {
        var expired = FakeOrg.Error("INVALID_SESSION_ID", "Session expired or invalid");
        _org.Answer(HttpStatusCode.Unauthorized, expired).Answer(HttpStatusCode.Unauthorized, expired);

        var error = await RefusedAsync();

        Assert.Equal("SYNC-6002", error.Code);
        Assert.Equal("INVALID_SESSION_ID", error.UpstreamCode);
        Assert.Equal(Remedy.Reconnect, error.Definition.Remedy);
    }

    [Fact]
    public async Task DailyLimit_IsNotRepeated()
    {
        _org.Answer(HttpStatusCode.Forbidden, FakeOrg.Error("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."));

        var error = await RefusedAsync();

        Assert.Equal("SYNC-6003", error.Code);
        Assert.Single(_org.ApiRequests);
    }

    [Fact]
    public async Task UnavailablePage_IsRepeated()
    {
        _org.Answer(HttpStatusCode.ServiceUnavailable, "<html>down for maintenance</html>", "text/html").Answer(HttpStatusCode.OK, "{}");
        using var session = _org.Session();

        Assert.IsType<SalesforceReply.Ok>(await session.SendAsync(HttpMethod.Get, "limits", null, Cancellation));
        Assert.Equal(2, session.Calls);
    }

    [Fact]
    public async Task UnavailableForLong_IsUnreachableAfterFourAttempts()
    {
        for (var i = 0; i < 4; i++)
        {
            _org.Answer(HttpStatusCode.ServiceUnavailable, "<html/>", "text/html");
        }

        var error = await RefusedAsync();

        Assert.Equal("SYNC-6001", error.Code);
        Assert.Equal(Retry.WithBackoff, error.Definition.Retry);
        Assert.Equal(4, _org.ApiRequests.Count);
    }

    [Fact]
    public async Task LockedRow_IsRepeated_ThenReported()
    {
        for (var i = 0; i < 4; i++)
        {
            _org.Answer(HttpStatusCode.BadRequest, FakeOrg.Error("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access"));
        }

        var error = await RefusedAsync();

        Assert.Equal("SYNC-5003", error.Code);
        Assert.Equal(4, _org.ApiRequests.Count);
    }

    [Fact]
    public async Task DamagedAnswer_IsRepeated()
    {
        _org.Answer(HttpStatusCode.OK, """{"records":[{"Id":""").Answer(HttpStatusCode.OK, "{}");
        using var session = _org.Session();

        Assert.IsType<SalesforceReply.Ok>(await session.SendAsync(HttpMethod.Get, "limits", null, Cancellation));
    }

    [Fact]
    public async Task DroppedConnection_IsRepeated_ThenUnreachable()
    {
        _org.Drop().Drop().Drop().Drop();

        var error = await RefusedAsync();

        Assert.Equal("SYNC-6001", error.Code);
        Assert.Equal("Salesforce cannot be reached: ResponseEnded.", error.Message);
        Assert.Equal(4, _org.ApiRequests.Count);
    }

    [Fact]
    public async Task Timeout_IsUnreachable_ButCancellationIsThrown()
    {
        _org.Answer(_ => throw new TaskCanceledException("timeout"));
        using var session = _org.Session(repeats: 0);
        var reply = await session.SendAsync(HttpMethod.Get, "limits", null, Cancellation);
        Assert.Equal("SYNC-6001", Assert.IsType<SalesforceReply.Refused>(reply).Error.Code);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.SendAsync(HttpMethod.Get, "limits", null, new CancellationToken(true)));
    }

    [Fact]
    public async Task RefusalWithoutACodeOfItsOwn_KeepsTheRawCode()
    {
        _org.Answer(
            HttpStatusCode.BadRequest,
            """[{"message":"nope","errorCode":"FIELD_CUSTOM_VALIDATION_EXCEPTION","fields":["Percent_Off__c"]}]"""
        );

        var error = await RefusedAsync();

        Assert.Equal(("SYNC-5000", "FIELD_CUSTOM_VALIDATION_EXCEPTION", "Percent_Off__c"), (error.Code, error.UpstreamCode, error.Field));
        Assert.Equal("Salesforce: nope", error.Message);
    }

    [Theory]
    [InlineData("INVALID_FIELD")]
    [InlineData("INVALID_TYPE")]
    public async Task UnknownFieldOrObject_IsMissing(string code)
    {
        _org.Answer(HttpStatusCode.BadRequest, FakeOrg.Error(code, "No such column 'Foo' on entity 'Order'."));

        Assert.Equal("SYNC-5002", (await RefusedAsync()).Code);
    }

    private async Task<SyncError> RefusedAsync()
    {
        using var session = _org.Session();
        var reply = await session.SendAsync(HttpMethod.Get, "limits", null, Cancellation);
        return Assert.IsType<SalesforceReply.Refused>(reply).Error;
    }
}
