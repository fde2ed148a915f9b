namespace CpqBilling.Sandbox.Stripe.Catalogue;

/// <summary>Currencies, those without minor units, and the least amount that can be charged.</summary>
internal static class Currencies
{
    private static readonly HashSet<string> Known =
    [
        .. """
            usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny cop crc cve czk
            djf dkk dop dzd egp etb eur fjd fkp gbp gel ghs gip gmd gnf gtq gyd hkd hnl hrk htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw
            kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln
            pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd
            xof xpf yer zar zmw
            """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
    ];

    private static readonly HashSet<string> WithoutMinorUnits =
    [
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
    ];

    public static string Read(Parameters form, string name = "currency")
    {
        var currency = form.RequiredText(name).ToLowerInvariant();
        return Known.Contains(currency)
            ? currency
            : throw Errors.Refused(
                $"Invalid currency: {currency}. Stripe currently supports these currencies: {string.Join(", ", Known.Take(8))}…",
                form.PathOf(name)
            );
    }

    public static int MinorDigits(string currency) =>
        WithoutMinorUnits.Contains(currency) ? 0
        : currency is "bhd" or "jod" or "kwd" or "omr" or "tnd" ? 3
        : 2;

    public static long MinimumCharge(string currency) =>
        currency switch
        {
            "gbp" => 30,
            "jpy" => 50,
            "mxn" => 1000,
            "hkd" => 400,
            "dkk" => 250,
            "nok" or "sek" => 300,
            "pln" or "aed" or "myr" or "ron" => 200,
            "thb" => 1000,
            "czk" => 1500,
            "huf" => 17500,
            _ => 50,
        };

    /// <summary>An amount for people, as line descriptions show it.</summary>
    public static string Display(decimal minor, string currency)
    {
        var digits = MinorDigits(currency);
        var text = (minor / (decimal)Math.Pow(10, digits)).ToString(digits == 0 ? "0.############" : $"0.{new string('0', digits)}##########");
        return currency switch
        {
            "usd" => $"${text}",
            "eur" => $"€{text}",
            "gbp" => $"£{text}",
            "jpy" => $"¥{text}",
            _ => $"{currency.ToUpperInvariant()} {text}",
        };
    }
}
