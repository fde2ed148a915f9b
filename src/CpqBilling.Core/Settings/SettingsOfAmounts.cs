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
                "RemovedTime"
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
        Setting.Choice(
            "unitPrices",
            settings => settings.UnitPrices,
            (settings, value) => settings with { UnitPrices = value },
            new(
                "How the price of one unit for one period follows from what CPQ sold and rounded.",
                "Seats at 30.00 a month are added for 8 months and 21 days, for 260.71 by CPQ: simplest bills 30.00 a month, exact 29.999732030265.",
                "PeriodPrices"
            )
        ),
        Setting.Flag(
            "exactTotals",
            settings => settings.ExactTotals,
            (settings, value) => settings with { ExactTotals = value },
            new(
                "Whether the last one-time amount of a line takes up what rounding leaves, so that bills come to CPQ's total.",
                "Six such seats are 1,564.26 by CPQ: true bills 8 × 180.00 and 124.26 once; false bills the 21 days by themselves, 6 × 20.710062.",
                "ChargePlanner"
            )
        ),
        Setting.Choice(
            "arrearsRecurring",
            settings => settings.ArrearsRecurring,
            (settings, value) => settings with { ArrearsRecurring = value },
            new(
                "What a fixed price with billing type Arrears means, where neither charge type, consumption schedule nor a mapped meter says that usage is counted.",
                "Hosting at 100.00 a month in arrears: reject refuses the order, advance bills 100.00 at the start of each month, metered bills nothing until usage is reported.",
                "OrderReader"
            )
        ),
        Setting.Choice(
            "freeLines",
            settings => settings.FreeLines,
            (settings, value) => settings with { FreeLines = value },
            new(
                "Whether recurring lines at a price of nothing are listed in Stripe.",
                "A bundle at 500.00 a month with thirty included components: bill lists 31 items, skip only the one that costs something.",
                "OrderReader"
            )
        ),
        Setting.Choice(
            "negativeLines",
            settings => settings.NegativeLines,
            (settings, value) => settings with { NegativeLines = value },
            new(
                "What happens to a recurring line with a negative price, such as a rebate.",
                "Seats at 500.00 a month and a rebate of 50.00: bill lowers each bill by a coupon of 50.00, reject refuses the order.",
                "OrderReader"
            )
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
                "TimelineStage"
            )
        ),
    ];
}
