using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Translation;

/// <summary>The fifth stage: what Salesforce is told of the plan, what is remembered of it, and the bills that will come of it.</summary>
internal static class WriteBackStage
{
    public static TranslationResult Of(BillableContract contract, ContractPlan planned)
    {
        var timeline = planned.Timeline;
        var writeBack = SuccessRecords.Of(contract.Contract, planned.Place, planned.Part).Telling(timeline.Notes);
        ImmutableArray<string> terminations = timeline.Termination is { } termination ? [termination.Order.Id] : [];
        var plan = new SyncPlan(planned.Part.StepsOnce(), writeBack, NowOrders(contract, timeline), terminations, planned.ContinueAt)
        {
            Sent = Sent(contract),
        };
        var billing = TimelineStage.BillingOf(contract, timeline, contract.Held);
        return new Translated(contract.Contract, plan, timeline)
        {
            Bills = MovedBills.Of(contract, timeline) ? null : new TimelineBills(timeline, billing, contract.Day),
        };
    }

    /// <summary>An edit that is applied joins the states that still count for what is past.</summary>
    private static SentContract Sent(BillableContract contract) =>
        contract.Edit is not { } edit ? contract.Sending : contract.Sending with { Revisions = [.. contract.Sending.Revisions, edit] };

    /// <summary>
    /// Orders that came late: now, or a second later when the running phase began this very second. The latter must be remembered as
    /// well, for a reduction leaves no line to tell it.
    /// </summary>
    private static ImmutableArray<OrderInstant> NowOrders(BillableContract contract, BillingTimeline timeline) =>
        [
            .. timeline
                .Life.Orders.Where(order => order.From.IsNow || order.From.At != contract.Day.StartOf(order.Terms.Start))
                .Where(order => order.Order.IsAmendment && !contract.Snapshot.EffectiveInstants.ContainsKey(order.Order.Id))
                .Select(order => new OrderInstant(order.Order.Id, order.From.IsNow && !order.IsInvoice ? null : order.From.At)),
        ];
}
