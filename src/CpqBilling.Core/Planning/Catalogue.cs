using System.Collections.Immutable;
using CpqBilling.Core.Comparison;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Planning;

/// <summary>Products, meters, prices and coupons that requests name: what exists is used by its id, the rest by the step that makes it.</summary>
/// <remarks>Bodies ask for ids; what must be made before them is a part of the plan of its own, and stands before them.</remarks>
public sealed class Catalogue(FieldMapper mapper, RecordMetadata metadata, StripeSnapshot stripe, KnownPrices known, CatalogueRun run)
{
    /// <summary>Before the keys of steps that archive a price which was needed once: they come last, and bill nothing.</summary>
    public const string ArchiveKey = "archive/";

    private const string PricesPath = "/v1/prices";
    private const string CouponsPath = "/v1/coupons";
    private readonly Dictionary<string, StripeValue> _ids = [];
    private readonly Dictionary<string, Checked<PlanPart>> _products = [];

    /// <summary>The price's id, or a reference to the step that makes it.</summary>
    public StripeValue IdOf(PriceSpec price, OrderLine line)
    {
        if (!_ids.TryGetValue(price.Key, out var id))
        {
            _ids[price.Key] = id = Existing(price, line) is { } existing ? existing : new StripeRef(price.Key);
        }

        return id;
    }

    /// <summary>What must be done before a request can name all these.</summary>
    public Checked<PlanPart> For(IEnumerable<CatalogueNeed> needs) =>
        Checked.All(needs.DistinctBy(need => need.Key).SelectMany(need => need.Of(this))).Select(parts => PlanPart.Join(parts));

    /// <summary>Its product, its meter, the price it copies, and the price.</summary>
    internal IEnumerable<Checked<PlanPart>> For(PriceSpec price, OrderLine line)
    {
        yield return ForProduct(line);
        if (IdOf(price, line) is not StripeRef)
        {
            yield return Checked.Of(PlanPart.None, Outdated(price, line));
            yield break;
        }

        if (price.NewMeter is { } meter)
        {
            yield return new Creation(meter.Key, "/v1/billing/meters", meter.Body, line.ProductRef, null).Part(stripe);
        }

        foreach (var part in price.Original is { } original ? For(original, line) : [])
        {
            yield return part;
        }

        yield return Made(price, line);
    }

    internal IEnumerable<Checked<PlanPart>> For(CouponSpec coupon)
    {
        if (coupon.Id is StripeRef)
        {
            yield return new Creation(coupon.Key, CouponsPath, coupon.Body, coupon.Ref, coupon.IsCopy ? null : coupon.Ref).Part(stripe);
        }

        if (!coupon.IsCopy)
        {
            yield return new PlanPart([], [.. IdWrites(coupon, coupon.Id)]);
        }
    }

    /// <summary>For amounts without a price of their own, which name the product only.</summary>
    internal Checked<PlanPart> ForProduct(OrderLine line) => line.Product is { } product ? ForProduct(product) : PlanPart.None;

    public Checked<PlanPart> ForProduct(CpqRecord product)
    {
        if (!_products.TryGetValue(product.Id, out var part))
        {
            _products[product.Id] = part = ProductBody(product).Then(body => Product(product, body));
        }

        return part;
    }

    /// <summary>Throw-away prices made by a plan, or left active by a run that broke off, become inactive (docs/rules/prices.md 3).</summary>
    public PlanPart Archiving(PlanPart plan)
    {
        var key = metadata.Key(PriceMarks.AutoArchive);
        var made = plan
            .Steps.Where(step => step.Path == PricesPath && step.Body.Child("metadata")[key] is not null)
            .OrderBy(step => step.Key, StringComparer.Ordinal)
            .Select(step => Archived(step.Key, $"{PricesPath}/{{ref:{step.Key}}}", step.Source));
        var left = known.LeftActive(key).Select(price => Archived(price.Id, $"{PricesPath}/{price.Id}", run.Trigger));
        return new PlanPart([.. made, .. left], []);
    }

    private static PlanStep Archived(string key, string path, RecordRef source) =>
        new(ArchiveKey + key, StripeMethod.Post, path, new StripeMap().Set("active", false), "", source);

    private StripeValue? Existing(PriceSpec price, OrderLine line)
    {
        if (price.Owner is null)
        {
            return known.Find(line.Id, price.Shape, price.Original is not null) is { } copy ? new StripeText(copy.Id) : null;
        }

        return Stored(price, line) switch
        {
            { } state when Outdated(price, line) is not null || state.IsActive || known.Holds(state.Id) => state.Id,
            _ => known.Find(line.Id, price.Shape, isCopy: false) is { } own && price.IsThrowAway ? new StripeText(own.Id) : null,
        };
    }

    /// <summary>Stands on the line (docs/rules/prices.md 5), and says on which record the id must be cleared.</summary>
    private SyncError? Outdated(PriceSpec price, OrderLine line) =>
        price.Owner is not { } owner || Stored(price, line) is not { } state ? null
        : state.Shape.DifferenceFrom(price.Shape) is { } difference ? OrderErrors.PriceDataChanged(line.Ref, state.Id, owner, difference)
        : !state.IsActive && owner.Type == "PricebookEntry" && !known.Holds(state.Id)
            ? OrderErrors.PriceDataChanged(line.Ref, state.Id, owner, "it is archived")
        : null;

    private PriceState? Stored(PriceSpec price, OrderLine line) =>
        stripe.Find(price.Owner?.Type == "PricebookEntry" ? line.PricebookEntry?.Text("Stripe_ID__c") : line.StripeId) as PriceState;

    private Checked<PlanPart> Made(PriceSpec price, OrderLine line)
    {
        var copied = price.Original is { } original ? IdOf(original, line) : null;
        return MetadataLimits
            .Within(price.Metadata.Set(metadata.Key(PriceMarks.OriginalPrice), copied), price.Source)
            .With(AmountErrors(price))
            .Select(own =>
                new Creation(price.Key, PricesPath, price.Body.Set("metadata", own), price.Source, price.Owner) { State = StateOf(price) }.Part(
                    stripe
                )
            );
    }

    /// <summary>
    /// Within a day Stripe answers an equal key with the price it made before, which has been archived since: a schedule that was
    /// changed and changed back needs another.
    /// </summary>
    private string? StateOf(PriceSpec price) =>
        price is { IsThrowAway: true, Owner: null } ? $"{known.State} {stripe.FormerIds.GetValueOrDefault(price.Key)}".Trim() : null;

    private static ImmutableArray<SyncError> AmountErrors(PriceSpec price)
    {
        var largest = price.Shape.IsTiered
            ? price.Shape.Tiers.Max(tier => Math.Max(tier.UnitAmount ?? 0, tier.FlatAmount ?? 0))
            : price.Shape.UnitAmount ?? 0;
        if (largest <= MinorUnits.Largest)
        {
            return [];
        }

        var currency = Currency.Of(price.Shape.Currency);
        var (amount, limit) = (MinorUnits.ToMajor(largest, currency), MinorUnits.ToMajor(MinorUnits.Largest, currency));
        return [ShapeErrors.AmountTooLarge(price.Source, amount, limit, currency.Code)];
    }

    private Checked<PlanPart> Product(CpqRecord product, StripeMap body)
    {
        var record = new RecordRef("Product2", product.Id);
        return stripe.Find(product.Text("Stripe_ID__c")) switch
        {
            DeletedObject deleted => Checked.Of(PlanPart.None, StripeErrors.StripeObjectDeleted(record, deleted.Kind, deleted.Id)),
            ProductState state when IsAdopted(state) || run.Products.Sends(state.LastSent, body) => PlanPart.Of(
                new PlanStep($"product/{record.Id}", StripeMethod.Post, $"/v1/products/{state.Id}", body, state.LastSent ?? "", record)
            ),
            ProductState => PlanPart.None,
            _ => new Creation($"product/{product.Id}", "/v1/products", body, record, record).Part(stripe),
        };
    }

    private bool IsAdopted(ProductState state) => state.LastSent is null && !state.Metadata.ContainsKey(metadata.IdKey("Product2"));

    private Checked<StripeMap> ProductBody(CpqRecord product)
    {
        var own = StripeMap.Of(
            ("name", product.Text("Name") ?? product.Id),
            ("description", product.Text("Description")),
            ("metadata", metadata.Of("Product2", product.Id))
        );
        return mapper.Apply(MappedObject.Product, product, own).Then(body => MetadataLimits.Inside(body, new RecordRef("Product2", product.Id)));
    }

    /// <summary>Both the copy on the order and the coupon of the quote keep the id, so that the next order finds it.</summary>
    private IEnumerable<FieldWrite> IdWrites(CouponSpec coupon, StripeValue id) =>
        from record in new[] { coupon.Ref, coupon.QuoteCoupon }.OfType<RecordRef>()
        where id is not StripeText text || mapper.Graph.Find(record.Id)?.Text("Stripe_ID__c") != text.Value
        select FieldWrite.Id(record, id);
}
