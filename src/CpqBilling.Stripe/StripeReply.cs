using System.Text.Json;
using CpqBilling.Stripe.Reading;

namespace CpqBilling.Stripe;

/// <summary>What came of one request to Stripe: a closed union.</summary>
public abstract record StripeReply
{
    private protected StripeReply() { }
}

/// <summary>Stripe did it, now or under the same idempotency key before.</summary>
/// <param name="RequestId">For Stripe's dashboard.</param>
public sealed record StripeAnswered(JsonElement Body, string? RequestId) : StripeReply
{
    /// <summary>The id of the object that was answered; empty on lists.</summary>
    public string Id => Body.Text("id") ?? "";
}

/// <summary>Stripe said no, in its own words.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Param">Path of the parameter the refusal is about, with brackets.</param>
public sealed record StripeRefused(int Status, string Type, string? Code, string? Param, string Message, string? RequestId) : StripeReply;

/// <summary>No usable answer: whether Stripe did it is unknown until the same key is sent again.</summary>
public sealed record StripeUnavailable(string Message) : StripeReply;

/// <summary>Requests since the gateway was made, those the client repeated by itself not counted.</summary>
public readonly record struct StripeCalls(int Reads, int Writes)
{
    public int Total => Reads + Writes;

    public static StripeCalls operator -(StripeCalls later, StripeCalls earlier) => Subtract(later, earlier);

    public static StripeCalls Subtract(StripeCalls later, StripeCalls earlier) => new(later.Reads - earlier.Reads, later.Writes - earlier.Writes);
}
