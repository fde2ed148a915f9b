namespace CpqBilling.Sandbox.Stripe.Catalogue;

/// <summary>A card, as a customer or a request brought it.</summary>
internal sealed class PaymentMethod : StripeObject
{
    public string? CustomerId { get; set; }

    /// <summary>Which of the test cards it is.</summary>
    public string CardName { get; set; } = "visa";
    public long ExpiryMonth { get; set; } = 12;
    public long ExpiryYear { get; set; } = 2034;

    /// <summary>Whether the code on the card was given with its number.</summary>
    public bool HasSecurityCode { get; set; }
    public JsonObject? BillingDetails { get; set; }
    public string AllowRedisplay { get; set; } = "unspecified";
    public Dictionary<string, string> Metadata { get; set; } = [];

    /// <summary>Whether its owner has authenticated a charge or a setup with it.</summary>
    public bool IsAuthenticated { get; set; }

    public TestCard Card => TestCards.Named(CardName);

    /// <summary>Whether a charge waits until its owner has authenticated it.</summary>
    public bool Asks => Card.AsksAuthentication && !(Card.AsksOnce && IsAuthenticated);
}
