namespace CpqBilling.Sandbox.Stripe.Catalogue;

/// <summary>One of the documented test cards. Its name follows <c>pm_card_</c> and <c>tok_</c>.</summary>
/// <param name="DeclineCode">Why every charge is declined; null when charges succeed.</param>
internal sealed record TestCard(string Name, string Number, string Brand, string? DeclineCode = null)
{
    /// <summary>Whether it can be attached to a customer although it declines.</summary>
    public bool Attaches { get; init; }

    /// <summary>Whether a charge waits until somebody has authenticated it.</summary>
    public bool AsksAuthentication { get; init; }

    /// <summary>Whether it asks no more once it was authenticated.</summary>
    public bool AsksOnce { get; init; }

    public string Last4 => Number[^4..];

    /// <summary>Some declines have an error code of their own.</summary>
    public string ErrorCode => DeclineCode is "expired_card" or "incorrect_cvc" or "processing_error" ? DeclineCode : "card_declined";

    public string Message =>
        DeclineCode switch
        {
            "insufficient_funds" => "Your card has insufficient funds.",
            "expired_card" => "Your card has expired.",
            "incorrect_cvc" => "Your card's security code is incorrect.",
            "processing_error" => "An error occurred while processing your card. Try again in a little bit.",
            _ => "Your card was declined.",
        };

    /// <summary>What an intent shows of its last decline.</summary>
    public JsonObject LastError() =>
        new()
        {
            ["code"] = ErrorCode,
            ["decline_code"] = DeclineCode,
            ["doc_url"] = $"https://stripe.com/docs/error-codes/{ErrorCode.Replace('_', '-')}",
            ["message"] = Message,
            ["type"] = "card_error",
        };

    public RefusalException Declined() => new(402, "card_error", ErrorCode, null, Message) { DeclineCode = DeclineCode };
}
