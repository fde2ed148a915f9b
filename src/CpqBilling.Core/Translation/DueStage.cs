using System.Collections.Immutable;
using CpqBilling.Core.Comparison;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Translation;

/// <summary>The third stage: the timeline against what Stripe holds, and what follows from that.</summary>
internal static class DueStage
{
    public static Checked<Due> Of(BillableContract contract, BillingTimeline timeline) =>
        contract.Held switch
        {
            null => OfNew(contract, timeline),
            { CanChange: true } held => OfRunning(contract, timeline, held),
            var held => OfEnded(contract, timeline, held),
        };

    private static Checked<Due> OfNew(BillableContract contract, BillingTimeline timeline)
    {
        var isMigrated = PreExistence.Of(contract);
        if (isMigrated && timeline.OpenPhases(contract.Now).IsEmpty)
        {
            var last = contract.Day.DateOf(timeline.Phases[^1].End.At).PlusDays(-1);
            return new Due.Nothing($"The contract was billed elsewhere and ended on {last:uuuu-MM-dd}.");
        }

        if (!isMigrated && PastContract.IsOver(timeline, contract.Now))
        {
            return contract.Target is InvoiceState ? new Due.Invoices([.. contract.Contract.Orders], null) : PastContract.Due(contract, timeline);
        }

        var isSubscription = SubscriptionSteps.CanCarry(timeline, contract.Now, contract.Rules);
        Due due =
            isMigrated ? new Due.Migration()
            : isSubscription ? new Due.NewSubscription()
            : new Due.NewSchedule();
        return Checked.Of(due, PastContract.StartError(contract, timeline));
    }

    private static Checked<Due> OfRunning(BillableContract contract, BillingTimeline timeline, ScheduleState held)
    {
        var comparison = new ScheduleComparison(contract.Now, contract.Ground.Metadata);
        var isAmended = contract.Contract.Amendments.Any(order => order.StripeId is null);
        var differs = comparison.Difference(timeline, held) is not null || (isAmended && comparison.NamesOtherOrders(timeline, held));
        if (!differs && timeline.Termination is not { IsImmediate: true })
        {
            return new Due.Records(held, IsOver: false);
        }

        var drift = IsAsSent(contract, held) ? null : DriftCheck.Find(contract, timeline, held, comparison);
        var due = new Due.Change(held, differs, IsUndoing: drift is { Waiting.IsEmpty: true });
        return (drift is null ? due : DriftCheck.Decide(contract, drift, due)).After(HolderErrors(contract, held));
    }

    /// <summary>A schedule that still is what Stripe answered last was changed by nobody, whatever has become of orders and settings since.</summary>
    private static bool IsAsSent(BillableContract contract, ScheduleState held) =>
        contract.Sent is { Held: { IsEmpty: false } sent } && HeldPhases.Difference(sent, held, contract.Now) is null;

    /// <summary>A canceled schedule takes no more amendments; one canceled by a termination of this contract only needs its records.</summary>
    private static Checked<Due> OfEnded(BillableContract contract, BillingTimeline timeline, ScheduleState held)
    {
        var unsynced = contract.Contract.Amendments.Where(order => order.StripeId is null).ToImmutableArray();
        var ending = LateCredits.EndingOf(contract, timeline, held);
        var others = unsynced.Where(order => order != ending).ToList();
        if (others.Count == 0)
        {
            return new Due.Records(held, IsOver: unsynced.IsEmpty);
        }

        var late = others.Where(order => !timeline.Invoices.Any(invoice => invoice.IsWholeOrder && invoice.Order == order)).ToImmutableArray();
        if (held.Status == ScheduleStatus.Completed || late.IsEmpty)
        {
            return new Due.Invoices(late, held);
        }

        return held.Status == ScheduleStatus.Released && contract.Contract.HasEvergreenLines
            ? ShapeErrors.EvergreenSubscriptionMissing(contract.Initial.Ref)
            : Checked.Failed<Due>([.. unsynced.Select(order => StripeErrors.ScheduleCanceled(order.Ref, held.Id))]);
    }

    /// <summary>A subscription without an end may be held by a schedule that somebody else made of it, which is not ours to change.</summary>
    private static ImmutableArray<SyncError> HolderErrors(BillableContract contract, ScheduleState held)
    {
        if (!held.IsTakenOver || !contract.Contract.HasEvergreenLines || contract.Rules.IsMigrated(held))
        {
            return [];
        }

        var orderKey = contract.Ground.Metadata.IdKey("Order");
        var isOurs = held.Phases.Any(phase => contract.Contract.Orders.Any(order => phase.Metadata.GetValueOrDefault(orderKey) == order.Id));
        var plansNothing = held.End == ScheduleEnd.Release && held.Phases.Count(phase => phase.End > contract.Now) == 1;
        var isHeld = held.IsReleased ? held.HeldBy is not null : !isOurs && !plansNothing;
        var order = contract.Contract.Amendments.LastOrDefault(order => order.StripeId is null) ?? contract.Initial;
        return isHeld ? [ShapeErrors.EvergreenHeldBySchedule(order.Ref, held.HeldBy ?? held.Id)] : [];
    }
}
