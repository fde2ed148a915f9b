using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Translation;

/// <summary>Invoices beside a schedule, and who pays them.</summary>
internal static class BesideInvoices
{
    /// <summary>A contract that runs as a bare subscription names no customer of its own: its account's is the one that pays.</summary>
    public static StripeValue? PayingCustomer(TranslationContext context, ScheduleState schedule) =>
        schedule.CustomerId is { Length: > 0 } named ? named
        : context.Account.Text("Stripe_ID__c") is { } own ? own
        : context.Customer();

    /// <summary>Invoices beside the schedule, of orders that were not synced yet; those of the others have been made.</summary>
    /// <param name="changed">What the schedule was to charge in phases to come: where these go, an invoice takes their place.</param>
    public static void Plan(
        TranslationContext context,
        BillingTimeline timeline,
        CatalogSteps? catalog,
        StripeValue? customer,
        ScheduleState? changed = null
    )
    {
        if (catalog is null || customer is null)
        {
            return;
        }

        var collection = context.Header.CollectionOfInvoices(context.Contract.Initial);
        var due = timeline.Invoices.Where(invoice =>
            invoice.Order.StripeId is null
            || context.Sent?.Owed.Contains(invoice.Order.Id) == true
            || HasLostItsBill(context, timeline, invoice)
            || HasLostItsPhase(context, timeline, changed, invoice)
        );
        foreach (var invoice in due.Where(invoice => !invoice.Charges.IsEmpty).Select(invoice => WithActivePrices(context, invoice)))
        {
            var terms = timeline.Life.Applied(invoice.Order).Terms;
            context.Invoices(catalog).Plan(PlannedInvoice.Of(invoice, terms, context.Snapshot.Now) with { Collection = collection }, customer);
        }
    }

    /// <summary>Its one-time lines waited for a bill that a termination takes away.</summary>
    private static bool HasLostItsBill(TranslationContext context, BillingTimeline timeline, TimelineInvoice invoice) =>
        invoice.IsWholeOrder
        && timeline.Termination is { Order.StripeId: null }
        && invoice.Order.StripeId == context.Contract.Initial.StripeId
        && invoice.At.At > context.Snapshot.Now;

    /// <summary>Its one-time lines waited for a phase that had not begun, and are in none now.</summary>
    private static bool HasLostItsPhase(TranslationContext context, BillingTimeline timeline, ScheduleState? changed, TimelineInvoice invoice) =>
        (changed?.Phases ?? [])
            .Where(phase => phase.Start > context.Snapshot.Now)
            .SelectMany(phase => phase.OneTimeItems)
            .Select(item => item.Metadata.GetValueOrDefault(context.Metadata.IdKey("OrderItem")))
            .Intersect(invoice.Charges.Select(charge => charge.Line.Id))
            .Except(timeline.Phases.SelectMany(phase => phase.Charges).Select(charge => charge.Line.Id))
            .Any();

    /// <summary>The throw-away prices of an order that was synced before are archived, and invoice items take active ones only.</summary>
    private static TimelineInvoice WithActivePrices(TranslationContext context, TimelineInvoice invoice) =>
        invoice.Order.StripeId is null ? invoice : invoice with { Charges = [.. invoice.Charges.Select(charge => WithActivePrice(context, charge))] };

    private static TimelineCharge WithActivePrice(TranslationContext context, TimelineCharge charge) =>
        charge.Price is { IsThrowAway: true } price ? charge with { Price = context.Prices.Duplicate(charge.Line, price) } : charge;
}
