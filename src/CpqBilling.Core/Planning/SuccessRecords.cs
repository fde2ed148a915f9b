using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Translation;

namespace CpqBilling.Core.Planning;

/// <summary>What Salesforce is told of a success: every order that was not synced before gets the id and a Sync Record of its own (docs/rules/plan.md 9).</summary>
public static class SuccessRecords
{
    public static WriteBack Of(BillingContract contract, StepList steps, StripeValue target, string kind, Func<Order, bool> isStale)
    {
        var records = new List<SyncRecordWrite>();
        foreach (var order in contract.Orders.Where(order => order.StripeId is null || isStale(order)))
        {
            // An order that became an invoice beside the schedule has that invoice's id.
            var isInvoice = steps.Makes(InvoiceSteps.KeyOf(order), order.Ref);
            steps.Write(order.Ref, isInvoice ? new StripeRef(InvoiceSteps.KeyOf(order)) : target);
            records.Add(
                new SyncRecordWrite(order.Ref, order.Ref, SyncStatus.Success, $"The order is billed by a Stripe {(isInvoice ? "invoice" : kind)}.")
            );
        }

        if (records.Count == 0 && steps.Steps.Count > 0)
        {
            var trigger = contract.Trigger.Ref;
            records.Add(new SyncRecordWrite(trigger, trigger, SyncStatus.Success, $"The Stripe {kind} was brought up to date."));
        }

        return new WriteBack([.. steps.Writes], [.. records]);
    }

    public static WriteBack OfSkip(RecordRef trigger, string reason) => new([], [new SyncRecordWrite(trigger, trigger, SyncStatus.Skipped, reason)]);

    /// <summary>A record synced without an order: a Sync Record of its own when something was made, changed or stored.</summary>
    public static WriteBack OfRecord(RecordRef subject, StepList steps, string kind)
    {
        if (steps.Steps.Count == 0 && !steps.Writes.Any())
        {
            return WriteBack.None;
        }

        var isNew = steps.Writes.Any(write => write.Record == subject);
        var message = isNew ? $"The record stands in Stripe as a {kind}." : $"The Stripe {kind} was brought up to date.";
        return new WriteBack([.. steps.Writes], [new SyncRecordWrite(subject, subject, SyncStatus.Success, message)]);
    }

    /// <summary>One record per pair of trigger and failing record; several errors of one record share it.</summary>
    public static WriteBack OfErrors(RecordRef trigger, ImmutableArray<SyncError> errors) =>
        new(
            [],
            [
                .. errors
                    .GroupBy(error => error.Record.Type == "Organization" ? trigger : error.Record)
                    .Select(group => new SyncRecordWrite(
                        trigger,
                        group.Key,
                        SyncStatus.Error,
                        string.Join("\n", group.Select(error => $"{error.Code} {error.Message} {error.Fix}")),
                        group.Select(error => error.RequestId).FirstOrDefault(id => id is not null)
                    )),
            ]
        );
}
