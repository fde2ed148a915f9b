using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Translation;

/// <summary>Invoices beside a schedule, and who pays them.</summary>
internal sealed class BesideInvoices(BillableContract contract)
{
    private readonly ScheduleSettings _header = new(contract.Ground, contract.Rules);

    /// <summary>A contract that runs as a bare subscription names no customer of its own: its account's is the one that pays.</summary>
    public Checked<PlannedCustomer> Payer(ScheduleState held) =>
        held.CustomerId is { Length: > 0 } named ? new PlannedCustomer(named, PlanPart.None)
        : contract.Account.Text("Stripe_ID__c") is { } own ? new PlannedCustomer(own, PlanPart.None)
        : PlanStage.CustomerOf(contract);

    /// <summary>Of orders that were not synced yet; those of the others have been made.</summary>
    /// <param name="changed">What the schedule was to charge in phases to come: where these go, an invoice takes their place.</param>
    public Checked<PlanPart> Plan(BillingTimeline timeline, Catalogue catalogue, StripeValue customer, ScheduleState? changed = null)
    {
        var due = timeline.MadeInvoices.Where(invoice => IsDue(timeline, invoice, changed)).Select(WithActivePrices);
        var steps = new InvoiceSteps(contract.Ground, catalogue, _header);
        return from collection in _header.CollectionOfInvoices(contract.Initial)
            from part in Checked.Fold(
                PlanPart.None,
                due.Select(invoice => PlannedInvoice.Of(invoice, timeline.Life.Applied(invoice.Order).Terms, contract.Now)),
                (before, planned) => steps.Plan(planned with { Collection = collection }, customer, before).Select(before.And)
            )
            select part;
    }

    private bool IsDue(BillingTimeline timeline, TimelineInvoice invoice, ScheduleState? changed) =>
        invoice.Order.StripeId is null
        || contract.Sent?.Owed.Contains(invoice.Order.Id) == true
        || HasLostItsBill(timeline, invoice)
        || HasLostItsPhase(timeline, changed, invoice);

    /// <summary>Its one-time lines waited for a bill that a termination takes away.</summary>
    private bool HasLostItsBill(BillingTimeline timeline, TimelineInvoice invoice) =>
        invoice.IsWholeOrder
        && timeline.Termination is { Order.StripeId: null }
        && invoice.Order.StripeId == contract.Initial.StripeId
        && invoice.At.At > contract.Now;

    /// <summary>Its one-time lines waited for a phase that had not begun, and are in none now.</summary>
    private bool HasLostItsPhase(BillingTimeline timeline, ScheduleState? changed, TimelineInvoice invoice) =>
        (changed?.Phases ?? [])
            .Where(phase => phase.Start > contract.Now)
            .SelectMany(phase => phase.OneTimeItems)
            .Select(item => item.Metadata.GetValueOrDefault(contract.Ground.Metadata.IdKey("OrderItem")))
            .Intersect(invoice.Charges.Select(charge => charge.Line.Id))
            .Except(timeline.Phases.SelectMany(phase => phase.Charges).Select(charge => charge.Line.Id))
            .Any();

    /// <summary>The throw-away prices of an order that was synced before are archived, and invoice items take active ones only.</summary>
    private TimelineInvoice WithActivePrices(TimelineInvoice invoice) =>
        invoice.Order.StripeId is null ? invoice : invoice with { Charges = [.. invoice.Charges.Select(WithActivePrice)] };

    private TimelineCharge WithActivePrice(TimelineCharge charge) =>
        charge.Price is { IsThrowAway: true } price
            ? charge with
            {
                Price = TimelineStage.PricesOf(contract).Variants.Duplicate(charge.Line, price),
            }
            : charge;
}
