using CpqBilling.Core.Comparison;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using NodaTime;

namespace CpqBilling.Core.Planning;

/// <summary>Products, meters, prices and coupons a timeline needs: what exists is used, the rest is made.</summary>
public sealed class CatalogSteps(
    FieldMapper mapper,
    RecordMetadata metadata,
    PriceBuilder prices,
    StripeSnapshot stripe,
    KnownPrices known,
    StepList steps,
    ErrorList errors
)
{
    private readonly Dictionary<string, StripeValue> _ids = [];
    private readonly HashSet<string> _toArchive = [];
    private readonly HashSet<string> _products = [];

    /// <summary>Before the keys of steps that archive a price which was needed once: they come last, and bill nothing.</summary>
    public const string ArchiveKey = "archive/";

    public required Refresh Products { get; init; }

    /// <summary>When the run began; matters to throw-away prices of orders only.</summary>
    public Instant Now { get; init; }

    /// <summary>The record the sync started from.</summary>
    public required RecordRef Trigger { get; init; }

    /// <summary>The price's id, or a reference to the step that makes it.</summary>
    public StripeValue IdOf(PriceSpec price, OrderLine line)
    {
        if (_ids.TryGetValue(price.Key, out var id))
        {
            return id;
        }

        EnsureProduct(line);
        return _ids[price.Key] = Existing(price, line) is { } existing ? existing : Create(price, line);
    }

    public StripeValue IdOf(CouponSpec coupon)
    {
        if (coupon.IsCopy)
        {
            return coupon.ExistingId is { } copy ? copy : steps.Create(coupon.Key, "/v1/coupons", coupon.Body, coupon.Ref, null);
        }

        if (coupon.ExistingId is { } existing)
        {
            WriteCoupon(coupon, existing);
            return existing;
        }

        steps.Create(coupon.Key, "/v1/coupons", coupon.Body, coupon.Ref, coupon.Ref);
        WriteCoupon(coupon, new StripeRef(coupon.Key));
        return new StripeRef(coupon.Key);
    }

    /// <summary>Throw-away prices made by this plan, or left active by a run that broke off, become inactive (docs/rules/prices.md 3).</summary>
    public void Archive()
    {
        foreach (var key in _toArchive.Order(StringComparer.Ordinal))
        {
            steps.Change(ArchiveKey + key, $"/v1/prices/{{ref:{key}}}", new StripeMap().Set("active", false), "", steps[key].Source);
        }

        foreach (var price in known.LeftActive(metadata.Key(PriceMarks.AutoArchive)))
        {
            steps.Change(ArchiveKey + price.Id, $"/v1/prices/{price.Id}", new StripeMap().Set("active", false), "", Trigger);
        }
    }

    private StripeValue? Existing(PriceSpec price, OrderLine line)
    {
        if (price.Owner is null)
        {
            return known.Find(line.Id, price.Shape, price.Original is not null) is { } copy ? new StripeText(copy.Id) : null;
        }

        var stored = price.Owner.Value.Type == "PricebookEntry" ? line.PricebookEntry?.Text("Stripe_ID__c") : line.StripeId;
        switch (stripe.Find(stored))
        {
            case PriceState state when state.Shape.DifferenceFrom(price.Shape) is { } difference:
                errors.Add(Changed(price.Owner.Value, line, state.Id, difference));
                return state.Id;
            case PriceState { IsActive: false } state when price.Owner.Value.Type == "PricebookEntry" && !known.Holds(state.Id):
                errors.Add(Changed(price.Owner.Value, line, state.Id, "it is archived"));
                return state.Id;
            case PriceState state when state.IsActive || known.Holds(state.Id):
                return state.Id;
            default:
                return known.Find(line.Id, price.Shape, isCopy: false) is { } own && price.IsThrowAway ? new StripeText(own.Id) : null;
        }
    }

    /// <summary>Stands on the line (docs/rules/prices.md 5), and says on which record the id must be cleared.</summary>
    private static SyncError Changed(RecordRef owner, OrderLine line, string priceId, string difference) =>
        OrderErrors.PriceDataChanged(line.Ref, priceId, owner, difference);

    private StripeRef Create(PriceSpec price, OrderLine line)
    {
        if (price.Body.AtPath("recurring.meter") is StripeRef meter)
        {
            var spec = prices.Meters[meter.Step];
            steps.Create(spec.Key, "/v1/billing/meters", spec.Body, line.ProductRef, null);
        }

        if (price.IsThrowAway)
        {
            _toArchive.Add(price.Key);
        }

        var own = price.Metadata.Copy();
        if (price.Original is { } original)
        {
            own.Set(metadata.Key(PriceMarks.OriginalPrice), IdOf(original, line));
        }

        MetadataLimits.Check(own, price.Source, errors);
        CheckAmounts(price);
        // Within a day Stripe answers an equal key with the price it made before, which has been archived since: a schedule that was
        // changed and changed back needs another.
        var state = price is { IsThrowAway: true, Owner: null } ? $"{known.State}@{Now.ToUnixTimeSeconds()}" : null;
        return steps.Create(price.Key, "/v1/prices", price.Body.Copy().Set("metadata", own), price.Source, price.Owner, state);
    }

    private void CheckAmounts(PriceSpec price)
    {
        var amounts = price.Shape.Tiers.SelectMany(tier => new[] { tier.UnitAmount, tier.FlatAmount }).Append(price.Shape.UnitAmount);
        if (amounts.Max() is { } largest && largest > MinorUnits.Largest)
        {
            var currency = Currency.Of(price.Shape.Currency);
            var (amount, limit) = (MinorUnits.ToMajor(largest, currency), MinorUnits.ToMajor(MinorUnits.Largest, currency));
            errors.Add(ShapeErrors.AmountTooLarge(price.Source, amount, limit, currency.Code));
        }
    }

    /// <summary>For amounts without a price of their own, which name the product only.</summary>
    public void EnsureProduct(OrderLine line)
    {
        if (line.Product is { } product)
        {
            EnsureProduct(product);
        }
    }

    public void EnsureProduct(CpqRecord product)
    {
        if (!_products.Add(product.Id))
        {
            return;
        }

        var record = new RecordRef("Product2", product.Id);
        var body = ProductBody(product, record);
        switch (stripe.Find(product.Text("Stripe_ID__c")))
        {
            case DeletedObject deleted:
                errors.Add(StripeErrors.StripeObjectDeleted(record, deleted.Kind, deleted.Id));
                break;
            case ProductState state:
                Update(state, body, record);
                break;
            default:
                steps.Create($"product/{product.Id}", "/v1/products", body, record, record);
                break;
        }
    }

    private void Update(ProductState state, StripeMap body, RecordRef record)
    {
        var isAdopted = state.LastSent is null && !state.Metadata.ContainsKey(metadata.IdKey("Product2"));
        if (isAdopted || Products.Sends(state.LastSent, body))
        {
            steps.Change($"product/{record.Id}", $"/v1/products/{state.Id}", body, state.LastSent ?? "", record);
        }
    }

    private StripeMap ProductBody(CpqRecord product, RecordRef record)
    {
        var body = new StripeMap()
            .Set("name", product.Text("Name") ?? product.Id)
            .Set("description", product.Text("Description"))
            .Set("metadata", metadata.Of("Product2", product.Id));
        mapper.Apply(MappedObject.Product, product, body);
        MetadataLimits.Check(body["metadata"], record, errors);
        return body;
    }

    /// <summary>Both the copy on the order and the coupon of the quote keep the id, so that the next order finds it.</summary>
    private void WriteCoupon(CouponSpec coupon, StripeValue id)
    {
        foreach (var record in new[] { coupon.Ref, coupon.QuoteCoupon }.OfType<RecordRef>())
        {
            if (id is not StripeText known || mapper.Graph.Find(record.Id)?.Text("Stripe_ID__c") != known.Value)
            {
                steps.Write(record, id);
            }
        }
    }
}
