using System.Collections.Frozen;

namespace CpqBilling.Core.Money;

/// <summary>A currency by its ISO code in lower case, as Stripe writes it, with the factor to Stripe's minor unit.</summary>
/// <remarks>Lists: Stripe's page on supported currencies (decisions.md 3.1).</remarks>
public sealed record Currency
{
    private static readonly FrozenSet<string> ZeroDecimal = FrozenSet.ToFrozenSet([
        "bif",
        "clp",
        "djf",
        "gnf",
        "jpy",
        "kmf",
        "krw",
        "mga",
        "pyg",
        "rwf",
        "vnd",
        "vuv",
        "xaf",
        "xof",
        "xpf",
    ]);

    private static readonly FrozenSet<string> ThreeDecimal = FrozenSet.ToFrozenSet(["bhd", "jod", "kwd", "omr", "tnd"]);

    private Currency(string code) => Code = code;

    /// <summary>ISO 4217 in lower case.</summary>
    public string Code { get; }

    /// <summary>How many minor units one major unit has.</summary>
    public decimal MinorPerMajor =>
        ZeroDecimal.Contains(Code) ? 1m
        : ThreeDecimal.Contains(Code) ? 1000m
        : 100m;

    /// <summary>The smallest step that can be charged, in minor units; three-decimal currencies are charged in tens.</summary>
    public decimal ChargeStep => ThreeDecimal.Contains(Code) ? 10m : 1m;

    /// <summary>True when the code has the form of an ISO code.</summary>
    public static bool IsValidCode(string? code) => code is { Length: 3 } && code.All(char.IsAsciiLetter);

    public static Currency Of(string code)
    {
        Invariant.Holds(IsValidCode(code), "currency codes are checked when settings and records are read");
        return new Currency(code.ToLowerInvariant());
    }

    public override string ToString() => Code;
}
