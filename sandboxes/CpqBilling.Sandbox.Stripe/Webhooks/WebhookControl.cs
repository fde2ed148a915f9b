using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Stripe.Webhooks;

/// <summary>Lets tests decide when, how often and in which order events arrive.</summary>
internal static class WebhookControl
{
    internal sealed record OptionsBody(
        IReadOnlyList<int>? RetryDelaysMilliseconds,
        int? TimeoutMilliseconds,
        bool? Hold,
        bool? Shuffle,
        int? Copies,
        long? SignatureOffsetSeconds
    );

    internal sealed record ReleaseBody(string? Order, int? Copies);

    internal sealed record ResendBody(string Event, string? Endpoint, int? Copies);

    internal sealed record RollBody(string Endpoint, long OverlapSeconds);

    internal sealed record SettleBody(int? Milliseconds);

    public static void Map(WebApplication application, SandboxState state, WebhookDispatcher dispatcher)
    {
        application.MapGet("/_sandbox/webhooks", () => Results.Json(dispatcher.Options));
        application.MapPost("/_sandbox/webhooks", (OptionsBody body) => Change(dispatcher.Options, body));
        application.MapGet("/_sandbox/webhooks/deliveries", () => Results.Text(Deliveries(state).ToJsonString(JsonText.Options), "application/json"));
        application.MapPost("/_sandbox/webhooks/release", (ReleaseBody body) => Release(dispatcher, body));
        application.MapPost("/_sandbox/webhooks/resend", (ResendBody body) => Resend(state, dispatcher, body));
        application.MapPost("/_sandbox/webhooks/roll_secret", (RollBody body) => Roll(state, body));
        application.MapPost(
            "/_sandbox/webhooks/settle",
            async (SettleBody body, CancellationToken cancellation) =>
                Results.Json(new { settled = await dispatcher.SettleAsync(TimeSpan.FromMilliseconds(body.Milliseconds ?? 10_000), cancellation) })
        );
    }

    private static IResult Change(WebhookOptions options, OptionsBody body)
    {
        options.RetryDelaysMilliseconds = body.RetryDelaysMilliseconds ?? options.RetryDelaysMilliseconds;
        options.TimeoutMilliseconds = body.TimeoutMilliseconds ?? options.TimeoutMilliseconds;
        options.Hold = body.Hold ?? options.Hold;
        options.Shuffle = body.Shuffle ?? options.Shuffle;
        options.Copies = body.Copies ?? options.Copies;
        options.SignatureOffsetSeconds = body.SignatureOffsetSeconds ?? options.SignatureOffsetSeconds;
        return Results.Json(options);
    }

    private static IResult Release(WebhookDispatcher dispatcher, ReleaseBody body)
    {
        Func<List<DeliveryJob>, IEnumerable<DeliveryJob>>? order = body.Order switch
        {
            null or "ordered" => jobs => jobs,
            "reversed" => jobs => Enumerable.Reverse(jobs),
            "shuffled" => DeliveryLane.Shuffled,
            _ => null,
        };
        return order is null
            ? Results.BadRequest(new { error = "The order is ordered, reversed or shuffled." })
            : Results.Json(new { released = dispatcher.Release(order, body.Copies ?? 1) });
    }

    private static IResult Resend(SandboxState state, WebhookDispatcher dispatcher, ResendBody body)
    {
        foreach (var account in state.Accounts)
        {
            lock (account.Gate)
            {
                if (account.Events.Find(body.Event) is not { } record)
                {
                    continue;
                }

                var endpoints = account
                    .WebhookEndpoints.All.Where(endpoint => body.Endpoint is null ? endpoint.Wants(record.Type) : endpoint.Id == body.Endpoint)
                    .ToList();
                foreach (var endpoint in endpoints)
                {
                    dispatcher.Send(new DeliveryJob(account, DeliveryBook.Open(account, record, endpoint)), body.Copies ?? 1);
                }

                account.Save?.Invoke();
                return Results.Json(new { sent = endpoints.Count });
            }
        }

        return Results.NotFound(new { error = "No such event." });
    }

    private static IResult Roll(SandboxState state, RollBody body)
    {
        foreach (var account in state.Accounts)
        {
            lock (account.Gate)
            {
                if (account.WebhookEndpoints.Find(body.Endpoint) is { } endpoint)
                {
                    (endpoint.OldSecret, endpoint.OldSecretExpiresAt) = (endpoint.Secret, account.Clock.WallNow + body.OverlapSeconds);
                    endpoint.Secret = account.Ids.Next("whsec_");
                    account.Save?.Invoke();
                    return Results.Json(new { secret = endpoint.Secret });
                }
            }
        }

        return Results.NotFound(new { error = "No such endpoint." });
    }

    private static JsonArray Deliveries(SandboxState state)
    {
        var result = new JsonArray();
        foreach (var account in state.Accounts)
        {
            lock (account.Gate)
            {
                foreach (var delivery in account.WebhookDeliveries.All)
                {
                    result.Add(JsonSerializer.SerializeToNode(delivery, JsonSerializerOptions.Web));
                }
            }
        }

        return result;
    }
}
