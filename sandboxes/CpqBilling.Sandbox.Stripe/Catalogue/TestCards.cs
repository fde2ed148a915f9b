namespace CpqBilling.Sandbox.Stripe.Catalogue;

/// <summary>The test cards that the service documents, by name and by number.</summary>
internal static class TestCards
{
    public static readonly TestCard Visa = new("visa", "4242424242424242", "visa");

    /// <summary>What becomes of charges that a test decides to fail.</summary>
    public static readonly TestCard Declining = new("chargeCustomerFail", "4000000000000341", "visa", "generic_decline") { Attaches = true };

    private static readonly TestCard[] All =
    [
        Visa,
        Declining,
        new("visa_debit", "4000056655665556", "visa"),
        new("mastercard", "5555555555554444", "mastercard"),
        new("mastercard_debit", "5200828282828210", "mastercard"),
        new("mastercard_prepaid", "5105105105105100", "mastercard"),
        new("amex", "378282246310005", "amex"),
        new("discover", "6011111111111117", "discover"),
        new("diners", "3056930009020004", "diners"),
        new("jcb", "3566002020360505", "jcb"),
        new("unionpay", "6200000000000005", "unionpay"),
        new("us", "4242424242424242", "visa"),
        new("visa_chargeDeclined", "4000000000000002", "visa", "generic_decline"),
        new("chargeDeclined", "4000000000000002", "visa", "generic_decline"),
        new("visa_chargeDeclinedInsufficientFunds", "4000000000009995", "visa", "insufficient_funds"),
        new("chargeDeclinedInsufficientFunds", "4000000000009995", "visa", "insufficient_funds"),
        new("visa_chargeDeclinedLostCard", "4000000000009987", "visa", "lost_card"),
        new("visa_chargeDeclinedStolenCard", "4000000000009979", "visa", "stolen_card"),
        new("chargeDeclinedExpiredCard", "4000000000000069", "visa", "expired_card"),
        new("chargeDeclinedIncorrectCvc", "4000000000000127", "visa", "incorrect_cvc"),
        new("chargeDeclinedProcessingError", "4000000000000119", "visa", "processing_error"),
        new("visa_chargeDeclinedVelocityLimitExceeded", "4000000000006975", "visa", "card_velocity_exceeded"),
        new("authenticationRequired", "4000002760003184", "visa") { AsksAuthentication = true },
        new("threeDSecure2Required", "4000000000003220", "visa") { AsksAuthentication = true },
        new("threeDSecureRequired", "4000000000003063", "visa") { AsksAuthentication = true },
        new("authenticationRequiredOnSetup", "4000002500003155", "visa") { AsksAuthentication = true, AsksOnce = true },
        new("authenticationRequiredSetupForOffSession", "4000003800000446", "visa"),
        new("authenticationRequiredChargeDeclinedInsufficientFunds", "4000008260003178", "visa", "insufficient_funds")
        {
            AsksAuthentication = true,
            Attaches = true,
        },
    ];

    private static readonly Dictionary<string, TestCard> ByName = All.ToDictionary(card => card.Name);
    private static readonly ILookup<string, TestCard> ByNumber = All.ToLookup(card => card.Number);

    public static TestCard Named(string name) => ByName[name];

    /// <summary>The card behind a token such as <c>pm_card_visa</c> or <c>tok_visa</c>; null when it is none.</summary>
    public static TestCard? OfToken(string token) =>
        token.StartsWith("pm_card_", StringComparison.Ordinal) ? ByName.GetValueOrDefault(token["pm_card_".Length..])
        : token.StartsWith("tok_", StringComparison.Ordinal) ? ByName.GetValueOrDefault(token["tok_".Length..])
        : null;

    public static TestCard? OfNumber(string number) => ByNumber[number.Replace(" ", "")].FirstOrDefault();
}
