namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>Something that only lives in an event, such as the plan beside a price.</summary>
internal sealed class RenderedForm(string id, JsonObject form) : StripeObject
{
    public JsonObject Form => form;

    public string Name => id;

    /// <summary>The time its event carries; null takes the base clock's.</summary>
    public long? At { get; set; }
}
