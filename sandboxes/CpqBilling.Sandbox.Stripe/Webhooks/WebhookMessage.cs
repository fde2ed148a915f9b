using System.Net.Http.Headers;
using System.Text.Json;

namespace CpqBilling.Sandbox.Stripe.Webhooks;

/// <summary>One signed attempt to deliver an event. Every attempt is written and signed anew, with the wall clock's time.</summary>
internal static class WebhookMessage
{
    public static HttpRequestMessage For(Account account, WebhookEndpoint endpoint, EventRecord record, WebhookOptions options)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            EventJson.Render(record, endpoint.ApiVersion ?? account.Decisions.DefaultVersion),
            JsonText.Options
        );
        var now = account.Clock.WallNow;
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        var message = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = content };
        message.Headers.Add("Stripe-Signature", WebhookSignature.Header(body, now + options.SignatureOffsetSeconds, Secrets(endpoint, now)));
        message.Headers.TryAddWithoutValidation("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)");
        return message;
    }

    private static IEnumerable<string> Secrets(WebhookEndpoint endpoint, long now) =>
        endpoint.OldSecret is { } old && endpoint.OldSecretExpiresAt > now ? [endpoint.Secret, old] : [endpoint.Secret];
}
