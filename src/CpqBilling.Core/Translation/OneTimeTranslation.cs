using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Translation;

/// <summary>Orders with one-time lines only become an invoice: they have no timeline, and nothing to be compared.</summary>
internal static class OneTimeTranslation
{
    public static Checked<TranslationResult> Of(BillableContract contract)
    {
        var lines = new LineReader(contract.Ground.Mapper, contract.Settings, contract.Currency);
        var sale = SaleOf(contract, lines);
        if (!sale.HasValue || !sale.Errors.IsEmpty || sale.Value!.Lines.IsEmpty)
        {
            return Checked.Failed<TranslationResult>(sale.Errors);
        }

        var amended = contract.Contract.Amendments.IsEmpty
            ? Checked.Of<AmendedOneTimeOrder?>(null)
            : AmendedOneTimeOrder.Of(contract, sale.Value.Coupons).Select(amended => (AmendedOneTimeOrder?)amended);
        return amended.Errors.IsEmpty
            ? amended.Then(known => Billed(contract, sale.Value with { Amended = known }, lines))
            : Checked.Failed<TranslationResult>(amended.Errors);
    }

    private static Checked<TranslationResult> Billed(BillableContract contract, OneTimeSale sale, LineReader lines)
    {
        var isBilled = contract.Target is InvoiceState;
        var isBilledElsewhere = !isBilled && PreExistence.Of(contract);
        var unsynced = sale.Amended?.Unsynced(isBilledElsewhere) ?? [];
        if (unsynced.IsEmpty && isBilledElsewhere)
        {
            return new Skipped("The order has one-time lines only and was activated before syncing began: it was billed elsewhere.");
        }

        ImmutableArray<Order> made = isBilled || isBilledElsewhere ? unsynced : [contract.Initial, .. unsynced];
        return made.IsEmpty
            ? Told(contract, sale, SyncPlan.Nothing, lines)
            : PlanOf(contract, sale, made).Select(plan => (TranslationResult)Told(contract, sale, plan, lines));
    }

    private static Checked<OneTimeSale> SaleOf(BillableContract contract, LineReader lines)
    {
        var order = contract.Initial;
        var prices = TimelineStage.PricesOf(contract);
        var terms = new TermReader(contract.Ground.Mapper, contract.Settings).ReadInitial(order);
        var sold = Checked.All(
            order
                .Lines.Where(line => !line.IsSkipped)
                .Select(line => lines.Units(line).Then(units => Sold(order, line, units, lines)).Then(charged => Priced(charged, prices)))
        );
        var isNothing = sold.Value.IsEmpty && sold.Errors.IsEmpty && terms.Errors.IsEmpty;
        return from dated in Checked.Both(terms, sold).With(isNothing ? [OrderErrors.NothingToBill(order.Ref)] : [])
            from coupons in TimelineStage.CouponsOf(contract)
            select new OneTimeSale(dated.First, dated.Second, coupons);
    }

    private static Checked<OneTimeLine> Sold(Order order, OrderLine line, decimal units, LineReader lines) =>
        units < 0
            ? OrderErrors.NegativeQuantityRevisesNothing(line.Ref)
            : lines.Priceable(line).Select(custom => OneTimeLine.Of(order, line, units, custom ?? line.UnitPrice ?? 0));

    private static Checked<PricedOneTimeLine> Priced(OneTimeLine line, Prices prices) =>
        line.Quantity > 0 ? OneTimeLinePricer.Price(line, prices) : Checked.Nothing<PricedOneTimeLine>();

    /// <param name="made">The orders that become invoices with this plan.</param>
    private static Checked<SyncPlan> PlanOf(BillableContract contract, OneTimeSale sale, ImmutableArray<Order> made)
    {
        var catalogue = PlanStage.CatalogueOf(contract, null);
        var steps = new InvoiceSteps(contract.Ground, catalogue, new ScheduleSettings(contract.Ground, contract.Rules));
        var isNew = made[0] == contract.Initial;
        StripeValue invoice = contract.Target is InvoiceState held ? held.Id : new StripeRef(isNew ? InvoiceSteps.Key : InvoiceSteps.KeyOf(made[0]));
        return from payer in Payer(contract)
            from own in isNew ? steps.Plan(sale.Planned(contract.Initial), payer.Id, PlanPart.None) : PlanPart.None
            from others in sale.Amended?.Plan(steps, made, payer.Id, own) ?? own
            let part = payer.Part.And(others)
            let whole = part.And(catalogue.Archiving(part))
            let told = new BillingContract(made[0], made[1..], contract.Contract.Trigger)
            let writeBack = SuccessRecords.Of(told, new BillingPlace(invoice, BilledBy.Invoice, _ => isNew), whole).Telling(sale.Amended?.Notes ?? [])
            select new SyncPlan(whole.StepsOnce(), writeBack, [.. made.Select(order => new OrderInstant(order.Id, contract.Now))], [], null);
    }

    private static Checked<PlannedCustomer> Payer(BillableContract contract) =>
        (contract.Target as InvoiceState)?.CustomerId is { Length: > 0 } named
            ? new PlannedCustomer(named, PlanPart.None)
            : PlanStage.CustomerOf(contract);

    private static Translated Told(BillableContract contract, OneTimeSale sale, SyncPlan plan, LineReader lines) =>
        new Translated(contract.Contract, plan with { Sent = contract.Sending }, null)
        {
            Bills =
                sale.Amended?.Bills
                ?? new OneTimeBills(
                    sale.Lines,
                    sale.Coupons,
                    [.. sale.Lines.Where(line => lines.CustomAmount(line.Line).Value is not null).Select(line => line.Line.Id)],
                    contract.Currency
                )
                {
                    MadeAt = contract.Snapshot.EffectiveInstants.GetValueOrDefault(contract.Initial.Id, contract.Now),
                    Day = contract.Day,
                },
        };
}
