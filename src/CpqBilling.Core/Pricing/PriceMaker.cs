using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Pricing;

/// <summary>Makes the request and the shape of a price from what decides how it bills.</summary>
internal sealed class PriceMaker(FieldMapper mapper, BillingSettings settings, RecordMetadata metadata, Currency currency, StripeSnapshot stripe)
{
    private const string AmountPath = "unit_amount_decimal";
    private readonly MappedPriceFields _mapped = new(mapper);
    private readonly MeterFormula _formula = new(mapper);

    /// <param name="ties">The connector's own metadata.</param>
    public Checked<PriceSpec> Make(PriceTerms terms, StripeMap ties) =>
        terms.IsMetered ? MeterOf(terms.Source).Then(meter => Make(terms, ties, meter)) : Make(terms, ties, MeterUse.None);

    private Checked<PriceSpec> Make(PriceTerms terms, StripeMap ties, MeterUse meter)
    {
        var product = ProductReference.Of(terms.Source.Line, stripe);
        return _mapped
            .Over(terms.Source, Body(terms, product, meter), WithSchedule(terms.Tiers, ties))
            .Select(fields => Spec(terms, product, meter, fields));
    }

    private PriceSpec Spec(PriceTerms terms, StripeValue product, MeterUse meter, PriceFields fields)
    {
        var shape = new PriceShape(
            currency.Code,
            ProductReference.Symbol(product),
            terms.Tiers is null ? terms.Unit : null,
            terms.PeriodMonths is null
                ? null
                : new RecurringShape(terms.PeriodMonths, terms.IsMetered, meter.Id is null ? null : ProductReference.Symbol(meter.Id)),
            terms.Tiers?.Mode,
            terms.Tiers?.Tiers ?? [],
            StripeWord.Read<TaxBehavior>(fields.Body.Text("tax_behavior"))
        );
        var source = terms.Source;
        return new PriceSpec(source.Key, shape, fields.Body, source.Ref, source.Ref, IsThrowAway: false, fields.Metadata) { NewMeter = meter.New };
    }

    private StripeMap Body(PriceTerms terms, StripeValue product, MeterUse meter) =>
        terms.Tiers is { } tiers
            ? StripeMap.Of(
                ("currency", currency.Code),
                ("product", product),
                ("billing_scheme", "tiered"),
                ("tiers_mode", StripeWord.Of(tiers.Mode)),
                ("tiers", StripeList.Of(tiers.Tiers.Select(TierBody))),
                ("recurring", Recurring(terms, meter))
            )
            : StripeMap.Of(("currency", currency.Code), ("product", product), (AmountPath, terms.Unit), ("recurring", Recurring(terms, meter)));

    private static StripeMap? Recurring(PriceTerms terms, MeterUse meter) =>
        terms.PeriodMonths is not { } months
            ? null
            : StripeMap.Of(
                ("interval", "month"),
                ("interval_count", (decimal)months),
                ("usage_type", terms.IsMetered ? "metered" : "licensed"),
                ("meter", meter.Id)
            );

    private static StripeValue TierBody(PriceTier tier) =>
        StripeMap.Of(
            ("up_to", tier.UpTo is { } upTo ? upTo : "inf"),
            (AmountPath, tier.UnitAmount is { } unit ? unit : null),
            ("flat_amount_decimal", tier.FlatAmount is { } flat ? flat : null)
        );

    /// <summary>The product's own schedule is tied by the entry.</summary>
    private StripeMap WithSchedule(TierTable? tiers, StripeMap ties) =>
        tiers is null || tiers.Schedule.Type == "ConsumptionSchedule" ? ties : metadata.Tie(ties, tiers.Schedule.Type, tiers.Schedule.Id);

    private Checked<MeterUse> MeterOf(PriceSource source)
    {
        if (mapper.Value(source.ObjectKey, "recurring.meter", source.Record) is string mapped)
        {
            return new MeterUse(mapped, null);
        }

        var line = source.Line;
        if (MeterSpec.FillTemplate(settings.MeterEventName, mapper.Graph, line.Record) is not { } name)
        {
            return Checked.Of(MeterUse.None, OrderErrors.ProductCodeMissing(line.ProductRef, settings.MeterEventName));
        }

        return stripe.MetersByEventName?.GetValueOrDefault(name) is { } id
            ? Checked.Of(new MeterUse(id, null), _formula.Differences(line, name, FormulaOf(id)))
            : _formula.Of(line).Select(formula => NewMeter(MeterSpec.Of(name, formula, line.Product?.Text("Name") ?? name)));
    }

    /// <summary>Null where it was not read.</summary>
    private UsageFormula? FormulaOf(string meter) => stripe.MeterFormulas.TryGetValue(meter, out var formula) ? formula : null;

    private static MeterUse NewMeter(MeterSpec meter) => new(new StripeRef(meter.Key), meter);
}
