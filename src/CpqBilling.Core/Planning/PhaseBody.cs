using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Planning;

/// <summary>A phase as Stripe takes it.</summary>
public sealed class PhaseBody(PlanGround ground, Catalogue catalogue)
{
    private const string DaysPath = "invoice_settings.days_until_due";
    private static readonly string[] OwnFields = ["iterations", "start_date", "end_date", "items", "add_invoice_items", "trial_end"];
    private readonly RecordMetadata _metadata = ground.Metadata;

    /// <param name="withCharges">False on the running phase: its one-time items have been billed when it began (docs/rules/plan.md 4).</param>
    /// <param name="prorationBehavior">Null leaves it to Stripe, which bills the past of a first phase.</param>
    public Checked<StripeMap> Of(TimelinePhase phase, bool withCharges, string? prorationBehavior, StripeMap terminationMetadata) =>
        from mapped in ground.Mapper.Apply(MappedObject.Phase, phase.Order.Record)
        from body in DaysUntilDue.Converted(OwnFields.Aggregate(mapped, (left, field) => left.Remove(field)), DaysPath, phase.Order.Ref)
        from items in Checked.All(phase.Items.Select(Item))
        from charges in Checked.All((withCharges ? phase.Charges : []).Select(Charge))
        from own in PhaseMetadata(phase, body["metadata"] as StripeMap, terminationMetadata)
        select body.Set("items", StripeList.Of(items))
            .Set("add_invoice_items", charges.IsEmpty ? null : StripeList.Of(charges))
            .Set("proration_behavior", prorationBehavior)
            .Set("billing_cycle_anchor", phase.IsAnchor ? "phase_start" : body["billing_cycle_anchor"])
            .Set("discounts", Discounts(phase.Discounts))
            .Set("metadata", own);

    /// <summary>An item's own metadata: the line, and when it ends by an amendment.</summary>
    public Checked<StripeMap> Item(TimelineItem item)
    {
        var line = item.Line.Life.Line;
        return from mapped in ground.Mapper.Apply(MappedObject.Item, line.Record)
            let body = mapped.Remove("quantity")
            let tied = _metadata.Tie(body["metadata"] as StripeMap ?? new StripeMap(), "OrderItem", line.Id)
            from marked in WithTermination(
                tied.Set(_metadata.Key("segment_key"), line.Segment is { Index: not null } ? line.Segment.Key : null),
                item
            )
            from own in MetadataLimits.Within(marked, line.Ref)
            select StripeMap
                .Of(("price", catalogue.IdOf(item.Price, line)), ("quantity", item.Quantity is { } quantity ? (decimal)quantity : null))
                .Merge(body)
                .Set("metadata", own)
                .Set("discounts", Discounts(item.Coupons));
    }

    /// <summary>Why a line ends is said by the amendment's line, so that is the record termination rows of items read.</summary>
    private Checked<StripeMap> WithTermination(StripeMap own, TimelineItem item)
    {
        if (item.RemovedBy is not { } removal || !ground.Settings.TerminationMetadata)
        {
            return own;
        }

        var dated = own.Set(
            _metadata.Key(PriceMarks.TerminationDate),
            removal.Order.OpportunityCloseDate is { } closed ? $"{closed:uuuu-MM-dd}" : null
        );
        return ground
            .Mapper.ApplyTermination(MappedObject.Item, (removal.Line ?? item.Line.Life.Line).Record)
            .Select(mapped => mapped["metadata"] is StripeMap told ? dated.Merge(told) : dated);
    }

    private Checked<StripeMap> Charge(TimelineCharge charge) =>
        from mapped in ground.Mapper.Apply(MappedObject.Item, charge.Line.Record)
        let tied = _metadata.Tie(mapped["metadata"] as StripeMap ?? new StripeMap(), "OrderItem", charge.Line.Id)
        from own in MetadataLimits.Within(Marked(tied, charge), charge.Line.Ref)
        select Amount(charge)
            .Set("quantity", (decimal)charge.Quantity)
            .Set("period", Period(charge))
            .Set("metadata", own)
            .Set("discounts", Discounts(charge.Coupons));

    private StripeMap Marked(StripeMap own, TimelineCharge charge)
    {
        StripeMap Mark(StripeMap map, string mark, string? value) => map.Set(_metadata.Key(mark), value);
        var kind = charge.Kind switch
        {
            ChargeKind.Credit => Mark(own, PriceMarks.Credit, "true"),
            ChargeKind.Discount => Mark(own, PriceMarks.Discount, "true"),
            _ => own,
        };
        var settled = Mark(kind, PriceMarks.Proration, charge.Kind is null ? null : "true");
        var counted = Mark(settled, PriceMarks.Quantity, charge.Units is { } units ? $"{MinorUnits.Trim(units)}" : null);
        return Mark(counted, PriceMarks.BackendProration, charge.IsInitialRemainder ? "true" : null);
    }

    private StripeMap Amount(TimelineCharge charge) =>
        charge.Price is { } price
            ? new StripeMap().Set("price", catalogue.IdOf(price, charge.Line))
            : new StripeMap()
                .Set(
                    "price_data",
                    StripeMap.Of(
                        ("currency", charge.Like.Shape.Currency),
                        ("product", ProductReference.Of(charge.Line, ground.Stripe)),
                        ("tax_behavior", charge.Like.Body["tax_behavior"]),
                        ("unit_amount_decimal", charge.Unit)
                    )
                )
                .Set("discountable", charge is { Kind: ChargeKind.Correction, Unit: > 0 } ? new StripeFlag(false) : null);

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
                .SetPath("start.timestamp", ground.Day.StartOf(since))
                .SetPath("end.type", "timestamp")
                .SetPath("end.timestamp", ground.Day.StartOf(until));
        }

        return new StripeMap()
            .SetPath("start.type", "phase_start")
            .SetPath("end.type", charge.Kind == ChargeKind.Remainder ? "phase_end" : "min_item_period_end");
    }

    private Checked<StripeMap> PhaseMetadata(TimelinePhase phase, StripeMap? mapped, StripeMap terminationMetadata)
    {
        var begins = phase.Order.IsAmendment && ground.Day.AsDate(phase.Start.At) is null;
        var own = _metadata
            .Tie(mapped ?? new StripeMap(), "Order", phase.Order.Id)
            .Set(_metadata.Key("segment_index"), phase.Segment?.Index is { } index ? $"{index}" : null)
            .Set(_metadata.Key("segment_label"), phase.Segment?.Index is null ? null : phase.Segment.Label)
            .Set(_metadata.Key(PriceMarks.BackendProration), phase.IsPartPeriod ? "true" : null)
            .Set(_metadata.Key(PriceMarks.EffectiveAt), begins ? NodaTime.Text.InstantPattern.General.Format(phase.Start.At) : null);
        return MetadataLimits.Within(own.Merge(terminationMetadata), phase.Order.Ref);
    }

    private static StripeList? Discounts(ImmutableArray<CouponSpec> coupons) =>
        coupons.IsEmpty ? null : StripeList.Of(coupons.Select(coupon => new StripeMap().Set("coupon", coupon.Id)));
}
