using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Translation;

/// <summary>Whether what Stripe holds of a contract can be brought to a timeline at all.</summary>
internal static class HeldChecks
{
    /// <summary>The contract, unless what it became can take no more orders.</summary>
    public static Checked<BillableContract> Open(BillableContract contract, ScheduleState? held)
    {
        if (contract.Contract.HasEvergreenLines && contract.Target is InvoiceState)
        {
            return ShapeErrors.EvergreenSubscriptionMissing(contract.Initial.Ref);
        }

        var late = LateOrders(contract, held).ToImmutableArray();
        return late.IsEmpty
            ? contract
            : Checked.Failed<BillableContract>([.. late.Select(order => OrderErrors.AmendedAfterCancellation(order.Ref, held!.Id))]);
    }

    /// <summary>
    /// A timeline that can be held against Stripe. Where nothing is in Stripe yet, one with errors goes on as well: what is wrong with mapped
    /// values shows when bodies are made.
    /// </summary>
    public static Checked<BillingTimeline> Comparable(BillableContract contract, Checked<BillingTimeline> read, ScheduleState? held)
    {
        var limited = read.Then(timeline => Checked.Of(timeline, PhaseLimits.Errors(timeline, contract.Settings, held)));
        var isEmpty = limited is { HasValue: true, Value.Phases.IsEmpty: true };
        return limited.Errors.IsEmpty
                ? limited.Then(timeline =>
                    isEmpty ? OrderErrors.NothingToBill(contract.Initial.Ref) : Checked.Of(timeline, GoingOnForFree(contract, timeline, held))
                )
            : isEmpty || held is not null ? Checked.Failed<BillingTimeline>(limited.Errors)
            : limited;
    }

    /// <summary>A schedule that a termination of this contract has canceled is not taken up again by what a later order adds.</summary>
    private static IEnumerable<Order> LateOrders(BillableContract contract, ScheduleState? held)
    {
        var terminations = contract.Snapshot.TerminationInstants;
        var amendments = contract.Contract.Amendments;
        return held is not { Status: ScheduleStatus.Canceled } || !amendments.Any(order => terminations.ContainsKey(order.Id))
            ? []
            : amendments.Where(order =>
                order.StripeId is null
                && !terminations.ContainsKey(order.Id)
                && order.Lines.Any(line => line is { IsRecurring: true, IsSkipped: false, Quantity: > 0 })
            );
    }

    /// <summary>What is charged once at the end runs there at no price, and would go on at none.</summary>
    private static ImmutableArray<SyncError> GoingOnForFree(BillableContract contract, BillingTimeline timeline, ScheduleState? held)
    {
        var isNew = held is null || contract.Contract.Amendments.Any(order => order.StripeId is null);
        return !isNew || timeline.Termination is not null || !contract.Rules.GoesOn(contract.Initial, timeline, held)
            ? []
            :
            [
                .. timeline
                    .Phases[^1]
                    .Items.Where(item => item.Price == item.Line.Zero)
                    .Select(item => ShapeErrors.GoesOnForFree(item.Line.Life.Line.Ref)),
            ];
    }
}
