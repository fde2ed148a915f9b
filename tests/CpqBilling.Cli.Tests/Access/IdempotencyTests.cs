using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CpqBilling.Engine.Application.Access;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CpqBilling.Cli.Tests.Access;

/// <summary>A call with a key of the caller's own is made once, whatever happens on the way back.</summary>
public sealed class IdempotencyTests
{
    private const string Dashboards = """{ "name": "dashboards", "scopes": ["read"] }""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CallUnderAKey_IsMadeOnce_AndAnsweredTheSame()
    {
        await using var service = await AccessServer.StartAsync();
        var (ada, bob) = (await ClientAsync(service, "ada"), await ClientAsync(service, "bob"));

        var first = await PostAsync(ada, "one", Dashboards);
        var again = await PostAsync(ada, "one", Dashboards);
        var other = await PostAsync(ada, "one", """{ "name": "scripts", "scopes": ["read"] }""");
        var ofBob = await PostAsync(bob, "one", Dashboards);
        var refused = await PostAsync(ada, "two", """{ "name": "", "scopes": [] }""");
        var refusedAgain = await PostAsync(ada, "two", """{ "name": "", "scopes": [] }""");

        Assert.Equal((HttpStatusCode.Created, first.Text), (first.Status, again.Text));
        Assert.Equal((false, true), (first.IsReplayed, again.IsReplayed));
        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, true),
            (other.Status, other.Text.Contains("used for another call", StringComparison.Ordinal))
        );
        Assert.NotEqual(first.Text, ofBob.Text);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, true, refused.Text), (refused.Status, refusedAgain.IsReplayed, refusedAgain.Text));
        Assert.Equal(2, (await service.Access.Keys.ListAsync(Cancellation)).Count(key => key.Name == "dashboards"));
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(ada, new string('x', 256), Dashboards)).Status);
        await NothingIsReadableAsync(service, first.Text.Split('"')[3]);
        await StillRunningIsSaidAsync(service, ada);
    }

    /// <summary>The answer holds a key that is shown once: it must not stand in the database as it is.</summary>
    private static async Task NothingIsReadableAsync(AccessServer service, string key)
    {
        Assert.StartsWith(ApiKeys.Mark, key, StringComparison.Ordinal);
        await using var db = service.Installation.Database.CreateDbContext();
        var kept = await db.IdempotentCalls.AsNoTracking().Where(call => call.Status == 201).ToListAsync(Cancellation);
        Assert.All(kept, call => Assert.DoesNotContain(key, Encoding.UTF8.GetString(call.Answer!), StringComparison.Ordinal));
    }

    private static async Task StillRunningIsSaidAsync(AccessServer service, HttpClient client)
    {
        await PostAsync(client, "three", Dashboards);
        await service.Installation.Database.WriteAsync(
            db =>
                db.IdempotentCalls.Where(call => call.Key == "three")
                    .ExecuteUpdateAsync(set => set.SetProperty(call => call.Status, (int?)null), Cancellation),
            Cancellation
        );

        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(client, "three", Dashboards)).Status);
    }

    private static async Task<HttpClient> ClientAsync(AccessServer service, string name)
    {
        var made = await service.Access.Keys.MakeAsync(
            Actor.OnMachine("test"),
            new NewApiKey(null, name, [KeyScopes.Install]),
            AccessServer.Now,
            Cancellation
        );
        var client = new HttpClient { BaseAddress = service.Server.Addresses[0] };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Assert.IsType<AccessOutcome<string>.Done>(made).Value);
        return client;
    }

    private static async Task<(HttpStatusCode Status, string Text, bool IsReplayed)> PostAsync(HttpClient client, string key, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/keys")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation), answer.Headers.Contains("Idempotent-Replayed"));
    }
}
