namespace CpqBilling.Sandbox.Salesforce.Schema;

/// <summary>The currencies a multi-currency org of the sandbox has switched on.</summary>
internal static class Currencies
{
    public const string Corporate = "USD";

    public static IReadOnlyList<string> Codes { get; } = ["USD", "EUR", "GBP", "JPY", "CAD", "AUD", "CHF", "SEK", "KWD", "INR"];
}
