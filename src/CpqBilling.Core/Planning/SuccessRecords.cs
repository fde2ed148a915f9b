using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Planning;

/// <summary>What Salesforce is told of a success: every order that was not synced before gets the id and a Sync Record of its own (docs/rules/plan.md 9).</summary>
public static class SuccessRecords
{
    /// <param name="place">Where the contract is billed.</param>
    /// <param name="part">The requests, and what records get of their answers.</param>
    public static WriteBack Of(BillingContract contract, BillingPlace place, PlanPart part)
    {
        var told = contract.Orders.Where(order => order.StripeId is null || place.Renames(order)).ToList();
        // An order that became an invoice beside the schedule has that invoice's id.
        var invoiced = told.Where(order => part.Writes.Any(write => write.IsIdOf(order.Ref, InvoiceSteps.KeyOf(order)))).ToHashSet();
        var ids = told.Select(order =>
            invoiced.Contains(order) ? FieldWrite.Id(order.Ref, InvoiceSteps.KeyOf(order)) : FieldWrite.Id(order.Ref, place.Target)
        );
        var records = told.Select(order =>
            Success(order.Ref, $"The order is billed by a Stripe {StripeWord.Of(invoiced.Contains(order) ? BilledBy.Invoice : place.Kind)}.")
        );
        var isUpdate = told.Count == 0 && !part.Steps.IsEmpty;
        return new WriteBack(
            part.And(new PlanPart([], [.. ids])).LastWrites(),
            isUpdate ? [Success(contract.Trigger.Ref, $"The Stripe {StripeWord.Of(place.Kind)} was brought up to date.")] : [.. records]
        );
    }

    private static SyncRecordWrite Success(RecordRef record, string message) => new(record, record, SyncStatus.Success, message);

    public static WriteBack OfSkip(RecordRef trigger, string reason) => new([], [new SyncRecordWrite(trigger, trigger, SyncStatus.Skipped, reason)]);

    /// <summary>A record synced without an order: a Sync Record of its own when something was made, changed or stored.</summary>
    public static WriteBack OfRecord(RecordRef subject, PlanPart part, string kind)
    {
        if (part.IsEmpty)
        {
            return WriteBack.None;
        }

        var isNew = part.Writes.Any(write => write.Record == subject);
        var message = isNew ? $"The record stands in Stripe as a {kind}." : $"The Stripe {kind} was brought up to date.";
        return new WriteBack(part.LastWrites(), [Success(subject, message)]);
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
