using System.Collections.Immutable;
using CpqBilling.Core.Comparison;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Core.Translation;

/// <summary>The second stage: what the customer should have. Orders are applied, their lines priced and laid over each other, coupons placed.</summary>
internal static class TimelineStage
{
    /// <summary>A timeline that can be held against what is in Stripe.</summary>
    public static Checked<BillingTimeline> Of(BillableContract contract)
    {
        var held = contract.Held;
        return HeldChecks.Open(contract, held).Then(open => HeldChecks.Comparable(open, WithEdits(open, held), held));
    }

    /// <summary>The timeline of the contract, edits that were applied included.</summary>
    public static Checked<BillingTimeline> WithEdits(BillableContract contract, ScheduleState? held) =>
        OfRecords(contract, held)
            .Select(timeline =>
                held is null ? timeline : EditedTimeline.Of(contract, timeline, [.. contract.Sent?.Revisions ?? [], .. Some(contract.Edit)], held)
            );

    /// <summary>The timeline of the records as they are.</summary>
    public static Checked<BillingTimeline> OfRecords(BillableContract contract, ScheduleState? held) =>
        from coupons in CouponsOf(contract)
        from life in LifeOf(contract, held)
        from timeline in new TimelineBuilder(life, PricesOf(contract), coupons, contract.Settings)
        {
            MadeLateAt = MadeLateAt(contract, life, held),
        }.Build()
        select timeline.Phases.IsEmpty || timeline.Coupons.IsEmpty
            ? timeline
            : PaidDiscounts.Settle(timeline, BillingOf(contract, timeline, held), contract.Day);

    public static Checked<ImmutableArray<CouponSpec>> CouponsOf(BillableContract contract) =>
        contract.Settings.Coupons
            ? new CouponReader(contract.Ground.Mapper, contract.Ground.Metadata, contract.Currency, contract.Snapshot.Stripe).Read(contract.Contract)
            : ImmutableArray<CouponSpec>.Empty;

    public static Prices PricesOf(BillableContract contract)
    {
        var (mapper, metadata, settings, _, stripe) = contract.Ground;
        return new Prices(
            new PriceReader(mapper, settings, metadata, contract.Currency, stripe),
            new PriceVariants(metadata, stripe),
            contract.Currency
        );
    }

    /// <summary>How Stripe bills a timeline that it holds, or will hold.</summary>
    public static ScheduleBilling BillingOf(BillableContract contract, BillingTimeline timeline, ScheduleState? held)
    {
        var isMigrated = held is null ? PreExistence.Of(contract) && timeline.Phases[0].Start.At <= contract.Now : contract.Rules.IsMigrated(held);
        return contract.Rules.Billing(contract.Initial, timeline, held, isMigrated);
    }

    private static Checked<ContractLife> LifeOf(BillableContract contract, ScheduleState? held)
    {
        var terms = new TermReader(contract.Ground.Mapper, contract.Settings);
        var lines = new LineReader(contract.Ground.Mapper, contract.Settings, contract.Currency);
        return from applied in new ContractApplier(contract.Contract, terms, lines, InstantsOf(contract, held), contract.Calendar).Apply()
            let life = OneTimePlacement.Settle(applied, contract.Settings, contract.Day)
            from alike in Checked.Of(life, MixedFrequencies(contract, life))
            from fitting in Checked.Of(alike, RampChecks.ErrorsOf(alike.Contract))
            select fitting;
    }

    private static EffectiveInstants InstantsOf(BillableContract contract, ScheduleState? held)
    {
        var amendments = contract.Contract.Amendments;
        var remembered = contract.Snapshot.EffectiveInstants;
        var forgotten = amendments.Where(order => !remembered.ContainsKey(order.Id));
        var isTakenOver = held is null ? PreExistence.Of(contract) : contract.Rules.IsMigrated(held);
        return new EffectiveInstants(contract.Now, contract.Day)
        {
            Remembered = remembered,
            Terminations = contract.Snapshot.TerminationInstants,
            Schedule = held is null ? null : HeldOrders.Of(held, contract.Ground.Metadata, forgotten),
            BilledElsewhere = isTakenOver ? [.. amendments.Where(order => PreExistence.Of(order, contract)).Select(order => order.Id)] : [],
        };
    }

    private static SyncError? MixedFrequencies(BillableContract contract, ContractLife life)
    {
        var frequencies = life.Lines.Select(line => line.Term.PeriodMonths).Distinct().Order().ToList();
        return frequencies.Count > 1 && contract.Settings.MixedBillingFrequencies == Settings.MixedFrequencies.Reject
            ? ShapeErrors.MixedFrequencies(contract.Contract.Trigger.Ref, string.Join(" and ", frequencies))
            : null;
    }

    /// <summary>When the schedule is or was made, if that is a day after the contract's first.</summary>
    private static Instant? MadeLateAt(BillableContract contract, ContractLife life, ScheduleState? held)
    {
        var madeAt = held is null ? contract.Now : held.CreatedAt;
        return madeAt is { } at && contract.Day.DateOf(at) > life.Start ? at : null;
    }

    private static IEnumerable<SoldUntil> Some(SoldUntil? edit) => edit is null ? [] : [edit];
}
