using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Money;

/// <summary>A currency by its ISO code in lower case, as Stripe writes it, with the factor to Stripe's minor unit.</summary>
/// <remarks>Lists: Stripe's page on supported currencies (docs/rules/charges.md 9).</remarks>
public sealed record Currency
{
    private Currency(string code) => Code = code;

    /// <summary>ISO 4217 in lower case.</summary>
    public string Code { get; }

    /// <summary>How many minor units one major unit has.</summary>
    public decimal MinorPerMajor =>
        HasNoDecimals ? 1m
        : HasThreeDecimals ? 1000m
        : 100m;

    /// <summary>Decimals of a major unit down to the minor one.</summary>
    public int Decimals =>
        HasNoDecimals ? 0
        : HasThreeDecimals ? 3
        : 2;

    /// <summary>The smallest step that can be charged, in minor units; three-decimal currencies are charged in tens.</summary>
    public decimal ChargeStep => HasThreeDecimals ? 10m : 1m;

    private bool HasNoDecimals =>
        Code is "bif" or "clp" or "djf" or "gnf" or "jpy" or "kmf" or "krw" or "mga" or "pyg" or "rwf" or "vnd" or "vuv" or "xaf" or "xof" or "xpf";

    private bool HasThreeDecimals => Code is "bhd" or "jod" or "kwd" or "omr" or "tnd";

    /// <summary>True when the code has the form of an ISO code.</summary>
    public static bool IsValidCode(string? code) => code is { Length: 3 } && code.All(char.IsAsciiLetter);

    public static Currency Of(string code)
    {
        Invariant.Holds(IsValidCode(code), "currency codes are checked when settings and records are read");
        return new Currency(code.ToLowerInvariant());
    }

    public override string ToString() => Code;
}
