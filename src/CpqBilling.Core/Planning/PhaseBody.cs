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
    public Checked<StripeMap> Of(TimelinePhase phase, bool withCharges, ProrationBehavior? prorationBehavior, StripeMap terminationMetadata) =>
        from mapped in ground.Mapper.Apply(MappedObject.Phase, phase.Order.Record)
        from body in DaysUntilDue.Converted(OwnFields.Aggregate(mapped, (left, field) => left.Remove(field)), DaysPath, phase.Order.Ref)
        from items in Checked.All(phase.Items.Select(Item))
        from charges in Checked.All((withCharges ? phase.Charges : []).Select(Charge))
        from own in PhaseMetadata(phase, body.Child("metadata"), terminationMetadata)
        select body.Set("items", StripeList.Of(items))
            .Set("add_invoice_items", charges.IsEmpty ? null : StripeList.Of(charges))
            .Set("proration_behavior", prorationBehavior is { } behavior ? StripeWord.Of(behavior) : null)
            .Set("billing_cycle_anchor", phase.IsAnchor ? "phase_start" : body["billing_cycle_anchor"])
            .Set("discounts", CouponSpec.Listed(phase.Discounts))
            .Set("metadata", own);

    public Checked<StripeMap> Item(TimelineItem item)
    {
        var line = item.Line.Life.Line;
        return ground
            .Mapper.Apply(MappedObject.Item, line.Record)
            .Then(mapped =>
                ItemMetadata(item, mapped)
                    .Select(own =>
                        StripeMap
                            .Of(("price", catalogue.IdOf(item.Price, line)), ("quantity", item.Quantity is { } quantity ? (decimal)quantity : null))
                            .Merge(mapped.Remove("quantity"))
                            .Set("metadata", own)
                            .Set("discounts", CouponSpec.Listed(item.Coupons))
                    )
            );
    }

    /// <summary>The line, its segment, and when it ends by an amendment.</summary>
    private Checked<StripeMap> ItemMetadata(TimelineItem item, StripeMap mapped)
    {
        var line = item.Line.Life.Line;
        var tied = _metadata.Tie(mapped.Child("metadata"), "OrderItem", line.Id);
        var own = line.Segment is { Index: not null, Key: var segment } ? tied.Set(_metadata.Key("segment_key"), segment) : tied;
        return WithTermination(own, item).Then(marked => MetadataLimits.Within(marked, line.Ref));
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
            .Select(mapped => dated.Merge(mapped.Child("metadata")));
    }

    private Checked<StripeMap> Charge(TimelineCharge charge) =>
        from mapped in ground.Mapper.Apply(MappedObject.Item, charge.Line.Record)
        let tied = _metadata.Tie(mapped.Child("metadata"), "OrderItem", charge.Line.Id)
        from own in MetadataLimits.Within(Marked(tied, charge), charge.Line.Ref)
        select Amount(charge)
            .Set("quantity", (decimal)charge.Quantity)
            .Set("period", Period(charge))
            .Set("metadata", own)
            .Set("discounts", CouponSpec.Listed(charge.Coupons));

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

    private Checked<StripeMap> PhaseMetadata(TimelinePhase phase, StripeMap mapped, StripeMap terminationMetadata)
    {
        var begins = phase.Order.IsAmendment && ground.Day.AsDate(phase.Start.At) is null;
        var own = _metadata
            .Tie(mapped, "Order", phase.Order.Id)
            .Set(_metadata.Key("segment_index"), phase.Segment?.Index is { } index ? $"{index}" : null)
            .Set(_metadata.Key("segment_label"), phase.Segment?.Index is null ? null : phase.Segment.Label)
            .Set(_metadata.Key(PriceMarks.BackendProration), phase.IsPartPeriod ? "true" : null)
            .Set(_metadata.Key(PriceMarks.EffectiveAt), begins ? NodaTime.Text.InstantPattern.General.Format(phase.Start.At) : null);
        return MetadataLimits.Within(own.Merge(terminationMetadata), phase.Order.Ref);
    }
}
