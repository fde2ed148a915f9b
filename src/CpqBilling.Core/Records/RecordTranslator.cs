using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Comparison;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Translation;

namespace CpqBilling.Core.Records;

/// <summary>An account, a product or a price-book entry brought to Stripe without an order (docs/decisions/0022).</summary>
/// <remarks>Made of the same parts as an order's customer, products and prices, so that the next order finds everything as it would have made it.</remarks>
public sealed class RecordTranslator
{
    public const string Account = "Account";
    public const string Product = "Product2";
    public const string Entry = "PricebookEntry";

    private readonly RecordSnapshot _snapshot;
    private readonly CpqRecord _record;
    private readonly FieldMapper _mapper;
    private readonly RecordMetadata _metadata;

    private RecordTranslator(RecordSnapshot snapshot)
    {
        _snapshot = snapshot;
        _record = snapshot.Records.Find(snapshot.Subject.Id) ?? throw new ArgumentException("The record is part of its snapshot.", nameof(snapshot));
        _mapper = new FieldMapper(snapshot.Records, snapshot.Mappings, new BillingDay(snapshot.Settings.BillingTimeZone));
        _metadata = new RecordMetadata(snapshot.Settings.MetadataPrefix, snapshot.Org.RecordUrlBase);
    }

    public static TranslationResult Translate(RecordSnapshot snapshot)
    {
        var known = UnknownStripeIds.Settled(RecordReadList.For(snapshot), snapshot.Stripe, snapshot.Settings, snapshot.Org);
        return new RecordTranslator(snapshot with { Stripe = known.Value! }).Translate(known.Errors);
    }

    private TranslationResult Translate(ImmutableArray<SyncError> unknownIds)
    {
        var (kind, read) = _snapshot.Subject.Type switch
        {
            Account => ("customer", Customer()),
            Product => ("product", Catalogue(Refresh.UnlessSame).ForProduct(_record)),
            Entry => ("price", EntryPrice()),
            var other => throw new ArgumentException($"A record of type {other} is not synced without an order."),
        };
        var part = read.After(unknownIds);
        return part is { HasValue: true, Errors.IsEmpty: true, Value: { } plan }
            ? new TranslatedRecord(
                _snapshot.Subject,
                new SyncPlan(plan.StepsOnce(), SuccessRecords.OfRecord(_snapshot.Subject, plan, kind), [], [], null)
            )
            : Rejected.Of(part.Errors);
    }

    private Checked<PlanPart> Customer() =>
        new CustomerStep(_mapper, _metadata, _snapshot.Stripe).Plan(_record, Refresh.UnlessSame, _snapshot.Subject).Select(customer => customer.Part);

    private Checked<PlanPart> EntryPrice()
    {
        var line = new OrderReader(_snapshot.Records, _snapshot.Mappings, _snapshot.Settings).PriceBookLine(_record);
        var updates = _snapshot.Settings.UpdateProductOnOrderSync ? Refresh.WhenChanged : Refresh.Never;
        return from ground in Checked.Both(EntryCurrency(), Sellable(line))
            from price in Priced(line, ground.First)
            from part in Catalogue(updates).For([CatalogueNeed.Price(price, line)])
            select part;
    }

    private Checked<Currency> EntryCurrency() =>
        _snapshot.Org.CurrencyOf(_record.Text("CurrencyIsoCode"), _snapshot.Settings) is { } code && Currency.IsValidCode(code)
            ? Currency.Of(code)
            : MappingErrors.CurrencyUnknown(new RecordRef("Organization", _snapshot.Org.OrgId), "defaultCurrency");

    private Checked<PriceSpec> Priced(OrderLine line, Currency currency)
    {
        var price = new PriceReader(_mapper, _snapshot.Settings, _metadata, currency, _snapshot.Stripe).ForEntry(line);
        return price.HasValue ? price : Checked.Failed<PriceSpec>([.. price.Errors, OrderErrors.UnitPriceMissing(line.Ref)]);
    }

    /// <summary>What an order checks on its lines, and on an entry nobody else would.</summary>
    private Checked<OrderLine> Sellable(OrderLine line)
    {
        ImmutableArray<SyncError> errors = line.Product is { } product
            ? [.. PriceErrors(line), .. ProductErrors(line, product)]
            : [SalesforceErrors.SalesforceRefused(line.Ref, "the product of the price-book entry cannot be read", "Product2Id")];
        return errors.IsEmpty ? line : Checked.Failed<OrderLine>(errors);
    }

    private IEnumerable<SyncError> PriceErrors(OrderLine line) =>
        _record.Number("UnitPrice") is { } price and < 0 ? [OrderErrors.NegativePrice(line.Ref, price)] : [];

    private IEnumerable<SyncError> ProductErrors(OrderLine line, CpqRecord product)
    {
        if (product.Text("SBQQ__SubscriptionPricing__c") is null)
        {
            yield break;
        }

        var frequency = product.Text("SBQQ__BillingFrequency__c");
        if (_snapshot.Settings.BillingFrequencies is var words && words.MonthsOf(frequency) is null && !words.IsWholeTerm(frequency))
        {
            yield return ShapeErrors.FrequencyUnsupported(line.ProductRef, frequency!);
        }

        if (product.Text("SBQQ__BillingType__c") is { } type && BillingWords.TypeOf(type) is null)
        {
            yield return ShapeErrors.BillingTypeUnsupported(line.ProductRef, type);
        }
    }

    private Catalogue Catalogue(Refresh products) =>
        new(
            _mapper,
            _metadata,
            _snapshot.Stripe,
            new KnownPrices(null, _metadata.IdKey("OrderItem"), _metadata.Key(PriceMarks.Duplicate)),
            new CatalogueRun(products, _snapshot.Subject)
        );
}
