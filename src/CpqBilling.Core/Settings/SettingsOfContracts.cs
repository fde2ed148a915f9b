using System.Collections.Immutable;

namespace CpqBilling.Core.Settings;

/// <summary>Settings that decide which shapes of contracts are billed, and how they end.</summary>
internal static class SettingsOfContracts
{
    public static ImmutableArray<Setting> All { get; } =
    [
        Setting.Flag(
            "amendmentsOnAnyDay",
            settings => settings.AmendmentsOnAnyDay,
            (settings, value) => settings with { AmendmentsOnAnyDay = value },
            new(
                "Whether amendments may begin on another day of the month than the contract.",
                "Seats added on 17 May to a contract billed on the first: true bills the part of May once, false refuses the amendment.",
                "AmendmentEnd"
            )
        ),
        Setting.Choice(
            "coTermination",
            settings => settings.CoTermination,
            (settings, value) => settings with { CoTermination = value },
            new(
                "Whether an amendment must end with lines that it amends; free lets each line end by itself, also after the contract.",
                "Two seats from July to June on a contract that ends in December: free bills them for twelve months, required refuses the order.",
                "AmendmentEnd"
            )
        ),
        Setting.Choice(
            "oneTimeAmendments",
            settings => settings.OneTimeAmendments,
            (settings, value) => settings with { OneTimeAmendments = value },
            new(
                "Where an amendment that brings one-time lines only is charged.",
                "A training day at 750.00 is added on 10 May to a contract billed on the first: invoice asks for it at the sync, nextInvoice on the bill of 1 June.",
                "OneTimePlacement"
            )
        ),
        Setting.Choice(
            "oneTimeBeforeStart",
            settings => settings.OneTimeBeforeStart,
            (settings, value) => settings with { OneTimeBeforeStart = value },
            new(
                "When one-time lines of a first order are charged whose recurring lines start later than the order.",
                "Setup on an order from 1 May whose seats start on 1 August: withFirstPhase charges it in August, atOrderStart on 1 May.",
                "OneTimePlacement"
            )
        ),
        Setting.Choice(
            "mixedBillingFrequencies",
            settings => settings.MixedBillingFrequencies,
            (settings, value) => settings with { MixedBillingFrequencies = value },
            new(
                "What happens to contracts with lines of several billing frequencies.",
                "A yearly line of 1,200.00 beside a monthly one of 50.00: flexible bills 1,250.00, then 50.00 each month; reject refuses the order.",
                "TimelineStage"
            )
        ),
        new(
            "billingFrequencies",
            new SettingShape.Table("words of the picklist, each with 1 to 36 months or `term`"),
            new(
                "What the org's own words for billing frequencies mean; term charges the whole line in advance, on its first day.",
                "An org with the word Bimonthly: {\"Bimonthly\": 2} bills 600.00 a year as 100.00 every two months.",
                "PriceReader"
            )
        )
        {
            ValueIn = settings => BillingFrequencyWords.Write(settings.BillingFrequencies),
            Apply = (settings, json) => BillingFrequencyWords.Read(json) is { } words ? settings with { BillingFrequencies = words } : null,
        },
        Setting.Choice(
            "endBehavior",
            settings => settings.EndBehavior,
            (settings, value) => settings with { EndBehavior = value },
            new(
                "What becomes of the subscription at the end of the contract.",
                "100.00 a month until 31 December: cancel bills nothing in January, release goes on with 100.00 a month.",
                "ScheduleSettings"
            )
        ),
        Setting.WholeNumber(
            "maxPhaseItems",
            new SettingShape.WholeNumber(1, 100),
            settings => settings.MaxPhaseItems,
            (settings, value) => settings with { MaxPhaseItems = value },
            new(
                "How many recurring items Stripe takes in one phase of a schedule in classic mode: 20, more on some accounts.",
                "An order of 25 lines in billingMode classic is refused with 20 and billed with 100.",
                "PhaseLimits"
            )
        ),
    ];
}
