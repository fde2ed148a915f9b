using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CpqBilling.Cli.Tests.Access;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Outgoing;
using Xunit;

namespace CpqBilling.Cli.Tests.Outgoing;

/// <summary>Destinations from the API to the receiver, one that fails among them.</summary>
public sealed class DestinationTests
{
    private const string Org = "00D000000000001AAA";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ImmutableArray<IPNetwork> Loopback = [IPNetwork.Parse("127.0.0.0/8")];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Destination_IsTold_Signed_AndAgain_WhateverItAnswers()
    {
        await using var receiver = await Receiver.StartAsync();
        using var mailbox = new MailBox();
        var mail = new MailServer("127.0.0.1", mailbox.Port, "billing@example.com", null, null, IsPlain: true);
        await using var service = await AccessServer.StartAsync(outgoing: new OutgoingOptions(mail, Loopback));
        using var client = await ClientAsync(service);

        var made = await MakeAsync(client, "webhook", receiver.Address + "hook", HttpStatusCode.Created);
        await SignedCallArrivesAsync(client, receiver, made);
        await FailureIsListed_AndSentAgainAsync(client, receiver, made.GetProperty("id").GetString()!);
        await OthersAreToldInTheirWayAsync(client, receiver, mailbox);
        await PrivateAddressIsRefusedAsync(client);
    }

    private static async Task SignedCallArrivesAsync(HttpClient client, Receiver receiver, JsonElement made)
    {
        await SendAsync(client, HttpMethod.Post, $"destinations/{made.GetProperty("id")}/test", null, HttpStatusCode.Accepted);
        var (path, headers, body) = await receiver.HeardAsync();

        var key = Convert.FromBase64String(made.GetProperty("secret").GetString()!["whsec_".Length..]);
        var signed = Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{body}");
        Assert.Equal(("/hook", "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed))), (path, headers["webhook-signature"]));
        var age =
            DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(age, 0, 300);
        var news = JsonDocument.Parse(body).RootElement;
        Assert.Equal(("test", Org), (news.GetProperty("type").GetString(), news.GetProperty("org").GetString()));
        Assert.DoesNotContain("whsec_", await SendAsync(client, HttpMethod.Get, "destinations", null, HttpStatusCode.OK), StringComparison.Ordinal);
    }

    private static async Task FailureIsListed_AndSentAgainAsync(HttpClient client, Receiver receiver, string id)
    {
        receiver.Answer = HttpStatusCode.InternalServerError;
        await SendAsync(client, HttpMethod.Post, $"destinations/{id}/test", null, HttpStatusCode.Accepted);
        var first = await receiver.HeardAsync();
        var failed = await DeliveryAsync(client, id, delivery => delivery.GetProperty("lastStatus").ValueKind == JsonValueKind.Number);
        Assert.Equal(
            (500, "the receiver is broken", 1),
            (failed.GetProperty("lastStatus").GetInt32(), failed.GetProperty("lastAnswer").GetString(), failed.GetProperty("attempts").GetInt32())
        );
        Assert.Equal(
            TimeSpan.FromSeconds(10),
            Whole(failed.GetProperty("nextAt").GetDateTimeOffset() - failed.GetProperty("createdAt").GetDateTimeOffset())
        );

        receiver.Answer = HttpStatusCode.NoContent;
        await SendAsync(client, HttpMethod.Post, $"deliveries/{failed.GetProperty("id")}/redeliver", null, HttpStatusCode.Accepted);
        var again = await receiver.HeardAsync();
        Assert.Equal((first.Headers["webhook-id"], first.Body), (again.Headers["webhook-id"], again.Body));
        await DeliveryAsync(client, id, delivery => delivery.GetProperty("deliveredAt").ValueKind == JsonValueKind.String);
    }

    private static async Task OthersAreToldInTheirWayAsync(HttpClient client, Receiver receiver, MailBox mailbox)
    {
        var slack = await MakeAsync(client, "slack", receiver.Address + "services/T0/secret-path", HttpStatusCode.Created);
        Assert.Equal(JsonValueKind.Null, slack.GetProperty("secret").ValueKind);
        await SendAsync(client, HttpMethod.Post, $"destinations/{slack.GetProperty("id")}/test", null, HttpStatusCode.Accepted);
        Assert.Equal("""{"text":"key test tries this destination."}""", (await receiver.HeardAsync()).Body);
        Assert.DoesNotContain(
            "secret-path",
            await SendAsync(client, HttpMethod.Get, "destinations", null, HttpStatusCode.OK),
            StringComparison.Ordinal
        );

        var mail = await MakeAsync(client, "email", "ops@example.com", HttpStatusCode.Created);
        await SendAsync(client, HttpMethod.Post, $"destinations/{mail.GetProperty("id")}/test", null, HttpStatusCode.Accepted);
        await UntilAsync(() => !mailbox.Mails.IsEmpty);
        Assert.Contains("Subject: CpqBilling: key test tries this destination", mailbox.Mails.Single(), StringComparison.Ordinal);
    }

    private static async Task PrivateAddressIsRefusedAsync(HttpClient client)
    {
        foreach (
            var address in (string[])
                ["http://169.254.169.254/latest", "https://10.0.0.1/", "http://example.com/", "https://user:pw@example.com/", "file:///etc"]
        )
        {
            await MakeAsync(client, "webhook", address, HttpStatusCode.UnprocessableEntity);
        }
    }

    /// <summary>To the tenth of a second, which lies between noting an event and sending it.</summary>
    private static TimeSpan Whole(TimeSpan time) => TimeSpan.FromSeconds(Math.Floor(time.TotalSeconds / 10) * 10);

    private static async Task<JsonElement> MakeAsync(HttpClient client, string kind, string address, HttpStatusCode expected)
    {
        var body = JsonSerializer.Serialize(
            new
            {
                kind,
                name = kind,
                address,
                events = new[] { "alert.raised" },
            }
        );
        return JsonDocument.Parse(await SendAsync(client, HttpMethod.Post, "destinations", body, expected)).RootElement;
    }

    private static async Task<JsonElement> DeliveryAsync(HttpClient client, string id, Func<JsonElement, bool> isIt)
    {
        JsonElement found = default;
        await UntilAsync(async () =>
        {
            var page = JsonDocument
                .Parse(await SendAsync(client, HttpMethod.Get, $"destinations/{id}/deliveries", null, HttpStatusCode.OK))
                .RootElement;
            found = page.GetProperty("items")[0];
            return isIt(found);
        });
        return found;
    }

    private static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    private static async Task UntilAsync(Func<Task<bool>> isSoAsync)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await isSoAsync())
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private static async Task<string> SendAsync(HttpClient client, HttpMethod method, string path, string? body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/orgs/{Org}/{path}")
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var answer = await client.SendAsync(request, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(expected == answer.StatusCode, $"{path}: {answer.StatusCode} {text}");
        return text;
    }

    private static async Task<HttpClient> ClientAsync(AccessServer service)
    {
        await service.ConnectAsync(Org, "acct_own", "secret", "sk_test_own");
        var key = await service.Access.Keys.MakeAsync(
            Actor.OnMachine("test"),
            new NewApiKey(Org, "test", [KeyScopes.Administer]),
            AccessServer.Now,
            Cancellation
        );
        var client = new HttpClient { BaseAddress = service.Server.Addresses[0] };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Assert.IsType<AccessOutcome<string>.Done>(key).Value);
        return client;
    }
}
