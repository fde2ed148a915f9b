using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Planning;

/// <summary>A phase as Stripe takes it.</summary>
public sealed class PhaseBody(
    FieldMapper mapper,
    RecordMetadata metadata,
    CatalogSteps catalog,
    PriceBuilder prices,
    BillingSettings settings,
    BillingDay day,
    ErrorList errors
)
{
    private const string DaysPath = "invoice_settings.days_until_due";
    private static readonly string[] OwnFields = ["iterations", "start_date", "end_date", "items", "add_invoice_items", "trial_end"];

    /// <param name="withCharges">False on the running phase: its one-time items have been billed when it began (docs/rules/plan.md 4).</param>
    /// <param name="prorationBehavior">Null leaves it to Stripe, which bills the past of a first phase.</param>
    public StripeMap Of(TimelinePhase phase, bool withCharges, string? prorationBehavior, StripeMap terminationMetadata)
    {
        var body = mapper.Apply(MappedObject.Phase, phase.Order.Record, new StripeMap());
        foreach (var field in OwnFields)
        {
            body.Remove(field);
        }

        DaysUntilDue.Convert(body, DaysPath, phase.Order.Ref, errors);
        var charges = withCharges ? phase.Charges : [];
        return body.Set("items", StripeList.Of(phase.Items.Select(Item)))
            .Set("add_invoice_items", charges.IsEmpty ? null : StripeList.Of(charges.Select(Charge)))
            .Set("proration_behavior", prorationBehavior)
            .Set("billing_cycle_anchor", phase.IsAnchor ? "phase_start" : body["billing_cycle_anchor"])
            .Set("discounts", Discounts(phase.Discounts))
            .Set("metadata", PhaseMetadata(phase, body["metadata"] as StripeMap, terminationMetadata));
    }

    /// <summary>An item's own metadata: the line, and when it ends by an amendment.</summary>
    public StripeMap Item(TimelineItem item)
    {
        var line = item.Line.Life.Line;
        var body = mapper.Apply(MappedObject.Item, line.Record, new StripeMap()).Remove("quantity");
        var own = metadata.Tie(body["metadata"] as StripeMap ?? new StripeMap(), "OrderItem", line.Id);
        if (line.Segment is { Key: { } key, Index: not null })
        {
            own.Set(metadata.Key("segment_key"), key);
        }

        if (item.RemovedBy is { } removal && settings.TerminationMetadata)
        {
            MarkTermination(own, removal, line);
        }

        MetadataLimits.Check(own, line.Ref, errors);
        return new StripeMap()
            .Set("price", catalog.IdOf(item.Price, line))
            .Set("quantity", item.Quantity is { } quantity ? (decimal)quantity : null)
            .Merge(body)
            .Set("metadata", own)
            .Set("discounts", Discounts(item.Coupons));
    }

    private StripeMap Charge(TimelineCharge charge)
    {
        var own = mapper.Apply(MappedObject.Item, charge.Line.Record, new StripeMap())["metadata"] as StripeMap ?? new StripeMap();
        metadata.Tie(own, "OrderItem", charge.Line.Id);
        if (charge.Kind is ChargeKind.Credit or ChargeKind.Discount)
        {
            own.Set(metadata.Key(charge.Kind == ChargeKind.Credit ? PriceMarks.Credit : PriceMarks.Discount), "true");
        }

        if (charge.Kind is not null)
        {
            own.Set(metadata.Key(PriceMarks.Proration), "true");
        }

        if (charge.Units is { } units)
        {
            own.Set(metadata.Key(PriceMarks.Quantity), $"{MinorUnits.Trim(units)}");
        }

        if (charge.IsInitialRemainder)
        {
            own.Set(metadata.Key(PriceMarks.BackendProration), "true");
        }

        MetadataLimits.Check(own, charge.Line.Ref, errors);
        var body = new StripeMap();
        if (charge.Price is { } price)
        {
            body.Set("price", catalog.IdOf(price, charge.Line));
        }
        else
        {
            catalog.EnsureProduct(charge.Line);
            body.SetPath("price_data.currency", charge.Like.Shape.Currency)
                .SetPath("price_data.product", prices.ProductOf(charge.Line))
                .SetPath("price_data.tax_behavior", charge.Like.Body["tax_behavior"])
                .SetPath("price_data.unit_amount_decimal", charge.Unit);
            body.Set("discountable", charge is { Kind: ChargeKind.Correction, Unit: > 0 } ? new StripeFlag(false) : null);
        }

        return body.Set("quantity", (decimal)charge.Quantity)
            .Set("period", Period(charge))
            .Set("metadata", own)
            .Set("discounts", Discounts(charge.Coupons));
    }

    /// <summary>One-time lines keep Stripe's default: the period of the items.</summary>
    private StripeMap? Period(TimelineCharge charge)
    {
        if (charge.Kind is null)
        {
            return null;
        }

        if (charge is { Since: { } since, Until: { } until })
        {
            return new StripeMap()
                .SetPath("start.type", "timestamp")
                .SetPath("start.timestamp", day.StartOf(since))
                .SetPath("end.type", "timestamp")
                .SetPath("end.timestamp", day.StartOf(until));
        }

        return new StripeMap()
            .SetPath("start.type", "phase_start")
            .SetPath("end.type", charge.Kind == ChargeKind.Remainder ? "phase_end" : "min_item_period_end");
    }

    private StripeMap PhaseMetadata(TimelinePhase phase, StripeMap? mapped, StripeMap terminationMetadata)
    {
        var own = metadata.Tie(mapped ?? new StripeMap(), "Order", phase.Order.Id);
        if (phase.Segment is { Index: { } index } segment)
        {
            own.Set(metadata.Key("segment_index"), $"{index}").Set(metadata.Key("segment_label"), segment.Label);
        }

        if (phase.IsPartPeriod)
        {
            own.Set(metadata.Key(PriceMarks.BackendProration), "true");
        }

        if (phase.Order.IsAmendment && day.AsDate(phase.Start.At) is null)
        {
            own.Set(metadata.Key(PriceMarks.EffectiveAt), NodaTime.Text.InstantPattern.General.Format(phase.Start.At));
        }

        own.Merge(terminationMetadata);
        MetadataLimits.Check(own, phase.Order.Ref, errors);
        return own;
    }

    /// <summary>Why a line ends is said by the amendment's line, so that is the record termination rows of items read.</summary>
    private void MarkTermination(StripeMap own, LineRemoval removal, OrderLine line)
    {
        if (removal.Order.OpportunityCloseDate is { } closed)
        {
            own.Set(metadata.Key(PriceMarks.TerminationDate), $"{closed:uuuu-MM-dd}");
        }

        if (mapper.ApplyTermination(MappedObject.Item, (removal.Line ?? line).Record, new StripeMap())["metadata"] is StripeMap mapped)
        {
            own.Merge(mapped);
        }
    }

    private StripeList? Discounts(ImmutableArray<CouponSpec> coupons) =>
        coupons.IsEmpty ? null : StripeList.Of(coupons.Select(coupon => new StripeMap().Set("coupon", catalog.IdOf(coupon))));
}
