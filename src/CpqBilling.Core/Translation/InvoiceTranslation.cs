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

/// <summary>Orders with one-time lines only.</summary>
internal static class InvoiceTranslation
{
    public static TranslationResult Translate(TranslationContext context)
    {
        var order = context.Contract.Initial;
        var isDated = context.Errors.Take(context.Terms.ReadInitial(order), out var terms);
        var lines = Lines(context, order).ToList();
        if (lines.Count == 0 && !context.Errors.Any)
        {
            context.Errors.Add(OrderErrors.NothingToBill(order.Ref));
        }

        foreach (var amendment in context.Contract.Amendments)
        {
            context.Errors.Add(ShapeErrors.OneTimeOnlyAmendment(amendment.Ref));
        }

        var coupons = context.ReadCoupons();
        if (!isDated || lines.Count == 0)
        {
            return new Rejected(context.Errors.ToImmutable());
        }

        if (context.Target is InvoiceState)
        {
            return context.Errors.Any ? new Rejected(context.Errors.ToImmutable()) : Told(context, SyncPlan.Nothing, lines, coupons);
        }

        if (PreExistence.Of(context))
        {
            return new Skipped("The order has one-time lines only and was activated before syncing began: it was billed elsewhere.");
        }

        var catalog = context.Catalog(null);
        if (context.Customer() is { } customer)
        {
            context.Invoices(catalog).Plan(Planned(order, terms, lines, coupons), customer);
        }

        if (context.Errors.Any)
        {
            return new Rejected(context.Errors.ToImmutable());
        }

        catalog.Archive();
        var writeBack = SuccessRecords.Of(context.Contract, context.Steps, new StripeRef(InvoiceSteps.Key), "invoice", _ => true);
        var plan = new SyncPlan([.. context.Steps.Steps], writeBack, [new OrderInstant(order.Id, context.Snapshot.Now)], [], null);
        return Told(context, plan, lines, coupons);
    }

    private static PlannedInvoice Planned(
        Order order,
        OrderTerms terms,
        IReadOnlyList<PricedOneTimeLine> lines,
        ImmutableArray<CouponSpec> coupons
    ) =>
        new(
            InvoiceSteps.Key,
            order,
            terms.Start,
            terms.EndExclusive,
            null,
            [
                .. lines.Select(line => new PlannedInvoiceLine(
                    line.Line,
                    line.Price,
                    line.Price,
                    line.Unit,
                    line.Quantity,
                    [.. coupons.Where(coupon => coupon.LineId == line.Line.Id)]
                )),
            ],
            [.. coupons.Where(coupon => coupon.LineId is null)]
        );

    private static Translated Told(
        TranslationContext context,
        SyncPlan plan,
        IReadOnlyList<PricedOneTimeLine> lines,
        ImmutableArray<CouponSpec> coupons
    )
    {
        var madeAt = context.Snapshot.EffectiveInstants.GetValueOrDefault(context.Contract.Initial.Id, context.Snapshot.Now);
        var custom = lines.Where(line => context.Lines.CustomAmount(line.Line).Value is not null).Select(line => line.Line.Id).ToHashSet();
        return new Translated(context.Contract, plan, null)
        {
            Forecaster = () => new OneTimeForecaster(lines, coupons, custom, context.Currency).Forecast(madeAt, context.Day),
        };
    }

    private static IEnumerable<PricedOneTimeLine> Lines(TranslationContext context, Order order)
    {
        var pricer = new OneTimeLinePricer(context.Prices, context.Currency);
        foreach (var line in order.Lines.Where(line => !line.IsSkipped))
        {
            if (
                context.Errors.Take(context.Lines.Units(line).Then(units => Sold(context, order, line, units)), out var sold)
                && sold.Quantity > 0
                && pricer.Price(sold) is { } priced
            )
            {
                yield return new PricedOneTimeLine(line, priced.Price, priced.Unit, priced.Quantity);
            }
        }
    }

    private static Checked<OneTimeLine> Sold(TranslationContext context, Order order, OrderLine line, decimal units)
    {
        if (units < 0)
        {
            return OrderErrors.NegativeQuantityRevisesNothing(line.Ref);
        }

        var custom = context.Lines.CustomAmount(line);
        return custom.Value is null && line.UnitPrice is null && !line.IsTiered
            ? Checked.Failed<OneTimeLine>([.. custom.Errors, OrderErrors.UnitPriceMissing(line.Ref)])
            : custom.Select(amount => OneTimeLine.Of(order, line, units, amount ?? line.UnitPrice ?? 0));
    }
}
