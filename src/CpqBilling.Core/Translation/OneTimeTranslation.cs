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
        if (!sale.HasValue || sale.Value!.Lines.IsEmpty)
        {
            return Checked.Failed<TranslationResult>(sale.Errors);
        }

        return sale.Then(sold =>
            contract.Target is InvoiceState ? Told(contract, sold, SyncPlan.Nothing, lines)
            : PreExistence.Of(contract)
                ? new Skipped("The order has one-time lines only and was activated before syncing began: it was billed elsewhere.")
            : PlanOf(contract, sold).Select(plan => (TranslationResult)Told(contract, sold, plan, lines))
        );
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
        return from dated in Checked
                .Both(terms, sold)
                .With(isNothing ? [OrderErrors.NothingToBill(order.Ref)] : [])
                .With([.. contract.Contract.Amendments.Select(amendment => ShapeErrors.OneTimeOnlyAmendment(amendment.Ref))])
            from coupons in TimelineStage.CouponsOf(contract)
            select new OneTimeSale(dated.First, dated.Second, coupons);
    }

    private static Checked<OneTimeLine> Sold(Order order, OrderLine line, decimal units, LineReader lines)
    {
        if (units < 0)
        {
            return OrderErrors.NegativeQuantityRevisesNothing(line.Ref);
        }

        var custom = lines.CustomAmount(line);
        return custom.Value is null && line.UnitPrice is null && !line.IsTiered
            ? Checked.Failed<OneTimeLine>([.. custom.Errors, OrderErrors.UnitPriceMissing(line.Ref)])
            : custom.Select(amount => OneTimeLine.Of(order, line, units, amount ?? line.UnitPrice ?? 0));
    }

    private static Checked<PricedOneTimeLine> Priced(OneTimeLine line, Prices prices) =>
        line.Quantity > 0 ? OneTimeLinePricer.Price(line, prices) : Checked.Nothing<PricedOneTimeLine>();

    private static Checked<SyncPlan> PlanOf(BillableContract contract, OneTimeSale sale)
    {
        var catalogue = PlanStage.CatalogueOf(contract, null);
        var steps = new InvoiceSteps(contract.Ground, catalogue, new ScheduleSettings(contract.Ground, contract.Rules));
        return from customer in PlanStage.CustomerOf(contract)
            from invoice in steps.Plan(sale.Planned(contract.Initial), customer.Id)
            let part = customer.Part.And(invoice)
            let whole = part.And(catalogue.Archiving(part))
            let place = BillingPlace.New(new StripeRef(InvoiceSteps.Key), "invoice")
            let now = new OrderInstant(contract.Initial.Id, contract.Now)
            select new SyncPlan(whole.Steps, SuccessRecords.Of(contract.Contract, place, whole), [now], [], null);
    }

    private static Translated Told(BillableContract contract, OneTimeSale sale, SyncPlan plan, LineReader lines) =>
        new Translated(contract.Contract, plan with { Sent = contract.Sending }, null)
        {
            Bills = new OneTimeBills(
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
