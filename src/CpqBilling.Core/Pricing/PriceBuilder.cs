using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Pricing;

/// <summary>Describes the Stripe price of a price-book entry and of an order line, and says which of the two a line uses.</summary>
/// <remarks>
/// docs/rules/prices.md 1: equal prices are shared through the price book; a line that differs gets one of its own, which is
/// archived once the schedule holds it.
/// </remarks>
public sealed class PriceBuilder(
    FieldMapper mapper,
    BillingSettings settings,
    RecordMetadata metadata,
    Currency currency,
    StripeSnapshot stripe,
    ErrorList errors
)
{
    private const string AmountPath = "unit_amount_decimal";
    private readonly Dictionary<string, MeterSpec> _meters = [];
    private readonly Dictionary<string, PriceSpec?> _entries = [];

    public IReadOnlyDictionary<string, MeterSpec> Meters => _meters;

    public FieldMapper Mapper => mapper;

    /// <param name="unitMinor">The line's price in minor units: per billing period, or as a whole on one-time lines.</param>
    public PriceSpec? Choose(OrderLine line, decimal unitMinor)
    {
        var own = ForLine(line, unitMinor, line.IsRecurring);
        return own is not null && ForEntry(line) is { } entry && entry.Shape.DifferenceFrom(own.Shape) is null ? entry : own;
    }

    /// <summary>The price of the price book, at the product's own frequency (docs/rules/prices.md 1); null when it cannot be one.</summary>
    public PriceSpec? ForEntry(OrderLine line)
    {
        if (line.PricebookEntry is not { } entry || line.Product is not { } product)
        {
            return null;
        }

        if (!_entries.TryGetValue(entry.Id, out var spec))
        {
            _entries[entry.Id] = spec = BuildEntry(line, entry, product);
        }

        return spec;
    }

    public PriceSpec? ForLine(OrderLine line, decimal unitMinor, bool isRecurring)
    {
        var tiers = TierReader.Read(line.Rates, line.Ref, currency, errors);
        CheckScheme(line, tiers);

        var ties = metadata.Of("OrderItem", line.Id).Set(metadata.Key(PriceMarks.AutoArchive), "true");
        return Build(
            new PriceSource($"price/{line.Id}", MappedObject.PriceOrderItem, line.Record, line, line.Ref),
            isRecurring ? line.PeriodMonths : null,
            line.IsMetered && isRecurring,
            unitMinor,
            tiers,
            ties
        ) with
        {
            IsThrowAway = true,
        };
    }

    /// <summary>The scheme follows from the rates; a mapped one can only agree (docs/rules/prices.md 7).</summary>
    private void CheckScheme(OrderLine line, TierTable? tiers)
    {
        const string Path = $"{MappedObject.PriceOrderItem}.billing_scheme";
        var mapped = mapper.Value(MappedObject.PriceOrderItem, "billing_scheme", line.Record);
        if (mapped is "tiered" && tiers is null)
        {
            errors.Add(MappingErrors.TieredWithoutTiers(line.Ref, Path));
        }
        else if (mapped is not (null or "tiered" or "per_unit"))
        {
            errors.Add(MappingErrors.MappedValueInvalid(line.Ref, Path, $"{mapped}", "per_unit or tiered"));
        }
    }

    /// <summary>A recurring price of nothing, for a part period that is charged once.</summary>
    public PriceSpec Zero(OrderLine line, PriceSpec like) => Instead(line, like, 0, "zero");

    /// <summary>The price of what is left of a line that is billed by its net amount.</summary>
    public PriceSpec ForUnits(OrderLine line, PriceSpec like, decimal periodPrice, decimal units) =>
        Instead(line, like, MinorUnits.ToStripePrecision(periodPrice * units), $"net/{MinorUnits.Trim(units)}");

    /// <summary>Another amount for some phases, which nobody keeps.</summary>
    private PriceSpec Instead(OrderLine line, PriceSpec like, decimal amount, string role)
    {
        var body = WithoutTiers(like).Set(AmountPath, amount);
        return like with
        {
            Key = $"price/{line.Id}/{role}",
            Shape = like.Shape with { UnitAmount = amount, TiersMode = null, Tiers = [] },
            Body = body,
            Owner = null,
            Source = line.Ref,
            IsThrowAway = true,
            Metadata = metadata.Of("OrderItem", line.Id).Set(metadata.Key(PriceMarks.AutoArchive), "true"),
        };
    }

    /// <summary>A copy for a second line of one phase: Stripe takes a price once per phase (docs/rules/prices.md 2).</summary>
    public PriceSpec Duplicate(OrderLine line, PriceSpec original)
    {
        var body = original.Body.Copy();
        DropKeys(body);
        return original with
        {
            Key = $"price/{line.Id}/duplicate",
            Body = body,
            Owner = null,
            Source = line.Ref,
            IsThrowAway = true,
            Metadata = CopyMarks(original),
            Original = original,
        };
    }

    /// <summary>A one-time price of a remainder or proration; of an initial line without whole periods it is the line's own.</summary>
    public PriceSpec OneTime(OrderLine line, PriceSpec like, decimal unit, string role, bool isOwn)
    {
        var body = WithoutTiers(like).Remove("recurring").Set(AmountPath, unit);
        var original = isOwn || KeepsOneTime(line, like) ? null : like;
        var marks = original is null ? metadata.Of("OrderItem", line.Id).Set(metadata.Key(PriceMarks.AutoArchive), "true") : CopyMarks(original);
        return like with
        {
            Key = $"price/{line.Id}/{role}",
            Shape = like.Shape with { UnitAmount = unit, Recurring = null, TiersMode = null, Tiers = [] },
            Body = body,
            Owner = isOwn ? line.Ref : null,
            Source = line.Ref,
            IsThrowAway = true,
            Metadata = marks.Set(metadata.Key(PriceMarks.Proration), "true"),
            Original = original,
        };
    }

    /// <summary>The line was sold as one amount and keeps the price of that: there is no price of its periods to point at.</summary>
    private bool KeepsOneTime(OrderLine line, PriceSpec like) =>
        like.Owner == line.Ref && stripe.Find(line.StripeId) is PriceState { Shape.Recurring: null };

    /// <summary>A one-time line's own price at the total of its tiers, for Stripe bills no tiers on invoice items (docs/decisions/0009).</summary>
    public PriceSpec TierTotal(OrderLine line, PriceSpec tiered, decimal total)
    {
        var body = WithoutTiers(tiered).Set(AmountPath, total);
        return tiered with
        {
            Key = $"price/{line.Id}",
            Body = body,
            Shape = tiered.Shape with { UnitAmount = total, TiersMode = null, Tiers = [] },
            Owner = line.Ref,
            Source = line.Ref,
            IsThrowAway = true,
            Metadata = metadata.Tie(tiered.Metadata.Copy(), "OrderItem", line.Id).Set(metadata.Key(PriceMarks.AutoArchive), "true"),
        };
    }

    /// <summary>Where the product is or will be: its id, or a reference to the step that makes it.</summary>
    public StripeValue ProductOf(OrderLine line) =>
        stripe.Find(line.Product?.Text("Stripe_ID__c")) is ProductState known
            ? new StripeText(known.Id)
            : new StripeRef($"product/{line.Product?.Id}");

    /// <summary>What a line with a negative price takes off a bill.</summary>
    public CouponSpec Rebate(Order order, OrderLine line, decimal off)
    {
        var coupon = CouponSpec.OfRebate(order, line, off, currency.Code, stripe.HoldsCoupon);
        coupon.Body.Set("metadata", metadata.Of("OrderItem", line.Id));
        return coupon;
    }

    /// <summary>Whether the price the line keeps bills by the period: a line that was sold for whole periods stays so when it is cut short.</summary>
    public bool IsStoredRecurring(OrderLine line) => stripe.Find(line.StripeId) is PriceState { Shape.Recurring: not null };

    private StripeMap CopyMarks(PriceSpec original) =>
        original
            .Metadata.Copy()
            .Set(metadata.Key(PriceMarks.AutoArchive), "true")
            .Set(metadata.Key(PriceMarks.Duplicate), "true")
            .Set(metadata.Key(PriceMarks.OriginalPrice), new StripeRef(original.Key));

    private PriceSpec? BuildEntry(OrderLine line, CpqRecord entry, CpqRecord product)
    {
        var isRecurring = product.Text("SBQQ__SubscriptionPricing__c") is not null;
        var frequency = settings.BillingFrequencies.MonthsOf(MappedOr("recurring.interval_count", entry, product.Text("SBQQ__BillingFrequency__c")));
        var amount = MappedAmount(entry, line) ?? entry.Number("UnitPrice");
        if (amount is null || (isRecurring && frequency is null))
        {
            return null;
        }

        var billingType = MappedOr("recurring.usage_type", entry, product.Text("SBQQ__BillingType__c"));
        var isMetered = isRecurring && BillingWords.IsMetered(billingType, CountsUsage(line, entry, product));
        var tiers = TierReader.Read(line.ProductRates, line.EntryRef, currency, SparesEntry(line) ? new ErrorList() : errors);
        if (line.ProductRates.IsEmpty && mapper.Value(MappedObject.Price, "billing_scheme", entry) is "tiered")
        {
            errors.Add(MappingErrors.TieredWithoutTiers(line.EntryRef, "price.billing_scheme"));
        }

        var ties = metadata.Of("PricebookEntry", entry.Id);
        if (tiers is not null)
        {
            metadata.Tie(ties, tiers.Schedule.Type, tiers.Schedule.Id);
        }

        var source = new PriceSource($"price/{entry.Id}", MappedObject.Price, entry, line, line.EntryRef);
        return Build(source, isRecurring ? frequency : null, isMetered, MinorUnits.FromMajor(amount.Value, currency), tiers, ties);
    }

    /// <summary>By what the product says alone: its price is shared by lines that say more.</summary>
    private bool CountsUsage(OrderLine line, CpqRecord entry, CpqRecord product) =>
        settings.ArrearsRecurring == ArrearsRule.Metered
        || BillingWords.IsUsage(product.Text("SBQQ__ChargeType__c"))
        || !line.ProductRates.IsEmpty
        || mapper.Value(MappedObject.Price, "recurring.meter", entry) is not null;

    /// <summary>What is wrong with the product's one schedule does not matter to a line whose edited copy can be billed.</summary>
    private bool SparesEntry(OrderLine line)
    {
        var own = new ErrorList();
        return line.ProductRates.Length == 1 && TierReader.Read(line.Rates, line.Ref, currency, own) is not null && !own.Any;
    }

    private string? MappedOr(string path, CpqRecord entry, string? otherwise) =>
        MappedWord.Of(mapper.Value(MappedObject.Price, path, entry)) ?? otherwise;

    private decimal? MappedAmount(CpqRecord entry, OrderLine line)
    {
        var value = mapper.Value(MappedObject.Price, AmountPath, entry);
        var amount = PlainNumber.Of(value);
        if (value is not null && amount is not >= 0)
        {
            errors.Add(MappingErrors.MappedValueInvalid(line.EntryRef, $"price.{AmountPath}", $"{value}", "an amount of zero or more"));
        }

        return amount;
    }

    private PriceSpec Build(PriceSource source, int? frequency, bool isMetered, decimal unitMinor, TierTable? tiers, StripeMap ties)
    {
        var meter = isMetered ? MeterOf(source) : null;
        var product = ProductOf(source.Line);
        var body = new StripeMap().Set("currency", currency.Code).Set("product", product);
        if (tiers is null)
        {
            body.Set(AmountPath, unitMinor);
        }
        else
        {
            body.Set("billing_scheme", "tiered").Set("tiers_mode", tiers.Mode).Set("tiers", StripeList.Of(tiers.Tiers.Select(TierBody)));
            AddScheduleTie(tiers, ties);
        }

        if (frequency is not null)
        {
            var recurring = new StripeMap()
                .Set("interval", "month")
                .Set("interval_count", (decimal)frequency.Value)
                .Set("usage_type", isMetered ? "metered" : "licensed")
                .Set("meter", meter);
            body.Set("recurring", recurring);
        }

        new MappedPriceFields(mapper, errors).Add(source.ObjectKey, source.Record, body, ties);
        var shape = new PriceShape(
            currency.Code,
            Symbol(product),
            tiers is null ? unitMinor : null,
            frequency is null ? null : new RecurringShape(frequency, isMetered, meter is null ? null : Symbol(meter)),
            tiers?.Mode,
            tiers?.Tiers ?? [],
            (body["tax_behavior"] as StripeText)?.Value
        );
        return new PriceSpec(source.Key, shape, body, source.Ref, source.Ref, IsThrowAway: false, ties);
    }

    private StripeValue? MeterOf(PriceSource source)
    {
        if (mapper.Value(source.ObjectKey, "recurring.meter", source.Record) is string mapped)
        {
            return mapped;
        }

        var line = source.Line;
        if (MeterSpec.FillTemplate(settings.MeterEventName, mapper.Graph, line.Record) is not { } name)
        {
            errors.Add(OrderErrors.ProductCodeMissing(line.ProductRef, settings.MeterEventName));
            return null;
        }

        var formula = new MeterFormula(mapper, errors);
        if (stripe.MetersByEventName?.GetValueOrDefault(name) is { } id)
        {
            formula.Check(line, name, stripe.MeterFormulas.GetValueOrDefault(id));
            return id;
        }

        var spec = MeterSpec.Of(name, formula.Of(line), line.Product?.Text("Name") ?? name);
        _meters[spec.Key] = spec;
        return new StripeRef(spec.Key);
    }

    private void AddScheduleTie(TierTable tiers, StripeMap ties)
    {
        if (tiers.Schedule.Type != "ConsumptionSchedule")
        {
            metadata.Tie(ties, tiers.Schedule.Type, tiers.Schedule.Id);
        }
    }

    private static StripeValue TierBody(PriceTier tier) =>
        new StripeMap()
            .Set("up_to", tier.UpTo is { } upTo ? upTo : "inf")
            .Set(AmountPath, tier.UnitAmount is { } unit ? unit : null)
            .Set("flat_amount_decimal", tier.FlatAmount is { } flat ? flat : null);

    private static string Symbol(StripeValue value) => value is StripeText text ? text.Value : $"ref:{((StripeRef)value).Step}";

    /// <summary>What a price of another amount takes over of it.</summary>
    private static StripeMap WithoutTiers(PriceSpec like)
    {
        var body = like.Body.Copy().Remove("billing_scheme").Remove("tiers_mode").Remove("tiers");
        DropKeys(body);
        return body;
    }

    /// <summary>A lookup key belongs to one price only.</summary>
    private static void DropKeys(StripeMap body) => body.Remove("lookup_key").Remove("transfer_lookup_key");

    private sealed record PriceSource(string Key, string ObjectKey, CpqRecord Record, OrderLine Line, RecordRef Ref);
}
