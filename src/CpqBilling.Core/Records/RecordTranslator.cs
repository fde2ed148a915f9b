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
    private readonly ErrorList _errors = new();
    private readonly FieldMapper _mapper;
    private readonly RecordMetadata _metadata;
    private readonly StepList _steps;

    private RecordTranslator(RecordSnapshot snapshot)
    {
        _snapshot = snapshot;
        _record = snapshot.Records.Find(snapshot.Subject.Id) ?? throw new ArgumentException("The record is part of its snapshot.", nameof(snapshot));
        _mapper = new FieldMapper(snapshot.Records, snapshot.Mappings, new BillingDay(snapshot.Settings.BillingTimeZone), _errors);
        _metadata = new RecordMetadata(snapshot.Settings.MetadataPrefix, snapshot.Org.RecordUrlBase);
        _steps = new StepList(snapshot.Stripe);
    }

    public static TranslationResult Translate(RecordSnapshot snapshot) => new RecordTranslator(snapshot).Translate();

    private TranslationResult Translate()
    {
        var kind = _snapshot.Subject.Type switch
        {
            Account => Customer(),
            Product => OneProduct(),
            Entry => EntryPrice(),
            var other => throw new ArgumentException($"A record of type {other} is not synced without an order."),
        };
        return _errors.Any
            ? new Rejected(_errors.ToImmutable())
            : new TranslatedRecord(
                _snapshot.Subject,
                new SyncPlan([.. _steps.Steps], SuccessRecords.OfRecord(_snapshot.Subject, _steps, kind), [], [], null)
            );
    }

    private string Customer()
    {
        new CustomerStep(_mapper, _metadata, _snapshot.Stripe, _steps, _errors).Plan(_record, Refresh.UnlessSame, _snapshot.Subject);
        return "customer";
    }

    private string OneProduct()
    {
        // The currency plays no part: a product has no amount.
        Catalog(Prices(Currency.Of("usd")), Refresh.UnlessSame).EnsureProduct(_record);
        return "product";
    }

    private string EntryPrice()
    {
        var line = new OrderReader(_snapshot.Records, _snapshot.Mappings, _snapshot.Settings).PriceBookLine(_record);
        var code = _snapshot.Org.CurrencyOf(_record.Text("CurrencyIsoCode"), _snapshot.Settings);
        if (!Currency.IsValidCode(code))
        {
            _errors.Add(MappingErrors.CurrencyUnknown(new RecordRef("Organization", _snapshot.Org.OrgId), "defaultCurrency"));
        }

        Check(line);
        if (_errors.Any)
        {
            return "price";
        }

        var prices = Prices(Currency.Of(code!));
        var updates = _snapshot.Settings.UpdateProductOnOrderSync ? Refresh.WhenChanged : Refresh.Never;
        if (prices.ForEntry(line) is { } price)
        {
            Catalog(prices, updates).IdOf(price, line);
        }
        else
        {
            _errors.Add(OrderErrors.UnitPriceMissing(line.Ref));
        }

        return "price";
    }

    /// <summary>What an order checks on its lines, and on an entry nobody else would.</summary>
    private void Check(OrderLine line)
    {
        if (line.Product is not { } product)
        {
            _errors.Add(SalesforceErrors.SalesforceRefused(line.Ref, "the product of the price-book entry cannot be read", "Product2Id"));
            return;
        }

        if (_record.Number("UnitPrice") is { } price and < 0)
        {
            _errors.Add(OrderErrors.NegativePrice(line.Ref, price));
        }

        if (product.Text("SBQQ__SubscriptionPricing__c") is null)
        {
            return;
        }

        var frequency = product.Text("SBQQ__BillingFrequency__c");
        if (_snapshot.Settings.BillingFrequencies is var words && words.MonthsOf(frequency) is null && !words.IsWholeTerm(frequency))
        {
            _errors.Add(ShapeErrors.FrequencyUnsupported(line.ProductRef, frequency!));
        }

        if (product.Text("SBQQ__BillingType__c") is { } type && !BillingWords.IsKnown(type))
        {
            _errors.Add(ShapeErrors.BillingTypeUnsupported(line.ProductRef, type));
        }
    }

    private PriceBuilder Prices(Currency currency) => new(_mapper, _snapshot.Settings, _metadata, currency, _snapshot.Stripe, _errors);

    private CatalogSteps Catalog(PriceBuilder prices, Refresh products) =>
        new(
            _mapper,
            _metadata,
            prices,
            _snapshot.Stripe,
            new KnownPrices(null, _metadata.IdKey("OrderItem"), _metadata.Key(PriceMarks.Duplicate)),
            _steps,
            _errors
        )
        {
            Products = products,
            Trigger = _snapshot.Subject,
        };
}
