using CpqBilling.Engine.Prorations;
using CpqBilling.Stripe.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Web.Hosting;

/// <summary>Secrets of the endpoints that Stripe was told of; empty before.</summary>
public sealed class WebhookSecret
{
    private volatile string? _value;

    public string? Value
    {
        get => _value;
        set => _value = value;
    }
}

/// <summary>Where Stripe posts its events: proration items are invoiced as they become pending.</summary>
/// <remarks>Stripe repeats a delivery that is not answered with 200, for days; what was handled is not handled again.</remarks>
public static class StripeWebhookEndpoint
{
    public const string Path = "/webhooks/stripe";

    /// <summary>The only events that are acted on.</summary>
    public const string EventType = "invoiceitem.created";

    private const int LargestBody = 1_000_000;

    public static void MapStripeWebhook(this WebApplication application, ProrationInvoicer invoicer, WebhookSecret secret) =>
        application
            .MapPost(Path, (HttpRequest request, CancellationToken cancellation) => ReceiveAsync(request, invoicer, secret, cancellation))
            .DisableAntiforgery();

    private static async Task<IResult> ReceiveAsync(
        HttpRequest request,
        ProrationInvoicer invoicer,
        WebhookSecret secret,
        CancellationToken cancellation
    )
    {
        if (secret.Value is not { } known)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        if (request.ContentLength > LargestBody)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(cancellation);
        if (StripeWebhook.Read(body, request.Headers["Stripe-Signature"], known) is not { } notice)
        {
            return Results.BadRequest();
        }

        return await invoicer.HandleAsync(notice, cancellation) == ProrationOutcome.Failed
            ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : Results.Ok();
    }
}
