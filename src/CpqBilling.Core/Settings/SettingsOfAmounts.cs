using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Money;

namespace CpqBilling.Core.Settings;

/// <summary>Settings that decide how CPQ's prices become amounts.</summary>
internal static class SettingsOfAmounts
{
    public static ImmutableArray<Setting> All { get; } =
    [
        Setting.Choice(
            "prorationPrecision",
            [
                ("month", ProrationPrecision.Month),
                ("monthly+daily", ProrationPrecision.MonthlyPlusDaily),
                ("day", ProrationPrecision.Day),
                ("calendarMonthly+daily", ProrationPrecision.CalendarMonthlyPlusDaily),
            ],
            settings => settings.ProrationPrecision,
            (settings, value) => settings with { ProrationPrecision = value },
            new(
                "How a part of a month counts. It must be what CPQ's Subscription Prorate Precision says.",
                "Seats at 1,200.00 a year, added for 5 months and 10 days: month bills 6 × 100.00 = 600.00, monthly+daily 500.00 + 10 × 12/365 × 100.00 = 532.88.",
                "ChargePlanner"
            )
        ),
        Setting.Choice(
            "creditUnusedTime",
            settings => settings.CreditUnusedTime,
            (settings, value) => settings with { CreditUnusedTime = value },
            new(
                "Which time is given back that was billed already and is then removed.",
                "Of 10 seats at 1,200.00 a year, 4 are taken away after six months: none gives nothing back, allReductions 4 × 600.00 = 2,400.00; terminatedLines would if all 10 went. If the whole contract is terminated then, only everything gives back: 6,000.00.",
                "ChargePlanner"
            )
        ),
        Setting.Flag(
            "prorateShortInitialTerm",
            settings => settings.ProrateShortInitialTerm,
            (settings, value) => settings with { ProrateShortInitialTerm = value },
            new(
                "Whether a first term that is shorter than its billing period is billed for its own length.",
                "Three months of a product billed yearly at 1,200.00: true bills 300.00, false bills 1,200.00.",
                "LinePricer"
            )
        ),
        Setting.Flag(
            "roundPricesToCents",
            settings => settings.RoundPricesToCents,
            (settings, value) => settings with { RoundPricesToCents = value },
            new(
                "Whether computed prices are rounded to the currency's smallest unit.",
                "1,000.00 for twelve months, billed monthly: false bills 83.3333… a month (100 seats: 8,333.33), true 83.33 (100 seats: 8,333.00).",
                "LineReader"
            )
        ),
        Setting.Choice(
            "fractionalQuantity",
            settings => settings.FractionalQuantity,
            (settings, value) => settings with { FractionalQuantity = value },
            new(
                "What happens to a line whose quantity is no whole number: Stripe counts whole units only.",
                "2.5 units at 40.00 a month: reject refuses the order, netAmount bills 1 × 100.00 a month.",
                "LineReader"
            )
        ),
        Setting.Fixed(
            "unitPrices",
            "exact",
            new("How the price of one unit for one period is written.", "29.999732030265 stays 29.999732030265: exact keeps twelve decimals.", "")
        ),
        Setting.Fixed(
            "exactTotals",
            "false",
            new("Whether the last one-time item of a line takes up what rounding leaves.", "false keeps every item as it is computed.", "")
        ),
        Setting.Fixed(
            "arrearsRecurring",
            "metered",
            new("What a recurring line with billing type Arrears means.", "metered bills what its meter counted.", "")
        ),
        Setting.Text(
            "defaultCurrency",
            "ISO code",
            settings => settings.DefaultCurrency,
            (settings, value) => Currency.IsValidCode(value) ? settings with { DefaultCurrency = value } : null,
            new("The currency of an org that has only one.", "With eur, a unit price of 10 is 10.00 EUR.", "OrgFacts", "read from the org")
        ),
        Setting.Flag(
            "multiCurrency",
            settings => settings.MultiCurrency,
            (settings, value) => settings with { MultiCurrency = value },
            new(
                "Whether records say their own currency (CurrencyIsoCode).",
                "An order in JPY in an org of EUR: true bills yen, false bills euros.",
                "OrgFacts",
                "read from the org"
            )
        ),
        Setting.Flag(
            "coupons",
            settings => settings.Coupons,
            (settings, value) => settings with { Coupons = value },
            new(
                "Whether coupons of quotes and quote lines become discounts.",
                "A coupon of 10 % on an order of 1,200.00 a year: true bills 1,080.00, false 1,200.00.",
                "TranslationContext"
            )
        ),
    ];
}
