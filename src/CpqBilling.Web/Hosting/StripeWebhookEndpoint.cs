using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Stripe.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Web.Hosting;

/// <summary>Whom an event is for.</summary>
/// <param name="Secrets">Of the endpoints that Stripe was told of; one of them must have signed the event.</param>
/// <param name="HandleAsync">False when the event must come again.</param>
public sealed record WebhookTarget(ImmutableArray<string> Secrets, Func<JsonElement, CancellationToken, Task<bool>> HandleAsync);

/// <summary>Where Stripe posts its events, one address for each org and account.</summary>
/// <remarks>Stripe repeats a delivery that is not answered with 200, for days; what was handled is not handled again.</remarks>
public static class StripeWebhookEndpoint
{
    public const string Pattern = "/webhooks/stripe/{org}/{account}";

    private const int LargestBody = 1_000_000;

    /// <param name="find">The target of an org and an account; null when they are not connected.</param>
    public static void MapStripeWebhook(this WebApplication application, Func<string, string, CancellationToken, Task<WebhookTarget?>> find) =>
        application
            .MapPost(
                Pattern,
                async (string org, string account, HttpRequest request, CancellationToken cancellation) =>
                    await find(org, account, cancellation) is { } target ? await ReceiveAsync(request, target, cancellation) : Results.NotFound()
            )
            .AllowAnonymous()
            .DisableAntiforgery();

    private static async Task<IResult> ReceiveAsync(HttpRequest request, WebhookTarget target, CancellationToken cancellation)
    {
        if (target.Secrets.IsEmpty)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        if (request.ContentLength > LargestBody)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(cancellation);
        var signature = request.Headers["Stripe-Signature"];
        var notice = target.Secrets.Select(secret => StripeWebhook.Read(body, signature, secret)).FirstOrDefault(read => read is not null);
        if (notice is not { } known)
        {
            return Results.BadRequest();
        }

        return await target.HandleAsync(known, cancellation) ? Results.Ok() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }
}
