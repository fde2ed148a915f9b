using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Pricing;

/// <summary>Reads the price of a price-book entry and of an order line, and says which of the two a line uses.</summary>
/// <remarks>docs/rules/prices.md 1: equal prices are shared through the price book; a line that differs gets one of its own.</remarks>
public sealed class PriceReader(FieldMapper mapper, BillingSettings settings, RecordMetadata metadata, Currency currency, StripeSnapshot stripe)
{
    private const string AmountPath = "unit_amount_decimal";
    private const string SchemePath = "billing_scheme";
    private readonly PriceMaker _maker = new(mapper, settings, metadata, currency, stripe);

    /// <summary>Entries that have been read; many lines share one.</summary>
    private readonly Dictionary<string, Checked<PriceSpec>> _entries = [];

    /// <param name="unitMinor">The line's price in minor units: per billing period, or as a whole on one-time lines.</param>
    public Checked<PriceSpec> Choose(OrderLine line, decimal unitMinor)
    {
        var own = ForLine(line, unitMinor, line.IsRecurring);
        var entry = ForEntry(line);
        return own.Select(price => entry.Value is { } shared && shared.Shape.DifferenceFrom(price.Shape) is null ? shared : price).With(entry.Errors);
    }

    /// <summary>The price of the price book, at the product's own frequency; nothing when it cannot be one.</summary>
    public Checked<PriceSpec> ForEntry(OrderLine line)
    {
        if (line.PricebookEntry is not { } entry || line.Product is not { } product)
        {
            return Checked.Nothing<PriceSpec>();
        }

        if (!_entries.TryGetValue(entry.Id, out var price))
        {
            _entries[entry.Id] = price = ReadEntry(line, entry, product);
        }

        return price;
    }

    public Checked<PriceSpec> ForLine(OrderLine line, decimal unitMinor, bool isRecurring)
    {
        var source = new PriceSource($"price/{line.Id}", MappedObject.PriceOrderItem, line.Record, line, line.Ref);
        var ties = PriceVariants.ThrowAway(metadata.Of("OrderItem", line.Id), metadata);
        var tiers = TierReader.Read(line.Rates, line.Ref, currency);
        var terms = new PriceTerms(source, isRecurring ? line.PeriodMonths : null, line.IsMetered && isRecurring, unitMinor, tiers.Value);
        return _maker.Make(terms, ties).Select(price => price with { IsThrowAway = true }).After(OtherScheme(line, tiers.Value)).After(tiers.Errors);
    }

    /// <summary>The scheme follows from the rates; a mapped one can only agree (docs/rules/prices.md 7).</summary>
    private ImmutableArray<SyncError> OtherScheme(OrderLine line, TierTable? tiers)
    {
        const string Path = $"{MappedObject.PriceOrderItem}.{SchemePath}";
        return mapper.Value(MappedObject.PriceOrderItem, SchemePath, line.Record) switch
        {
            "tiered" when tiers is null => [MappingErrors.TieredWithoutTiers(line.Ref, Path)],
            null or "tiered" or "per_unit" => [],
            var other => [MappingErrors.MappedValueInvalid(line.Ref, Path, $"{other}", "per_unit or tiered")],
        };
    }

    private Checked<PriceSpec> ReadEntry(OrderLine line, CpqRecord entry, CpqRecord product)
    {
        var isRecurring = product.Text("SBQQ__SubscriptionPricing__c") is not null;
        var frequency = settings.BillingFrequencies.MonthsOf(MappedOr("recurring.interval_count", entry, product.Text("SBQQ__BillingFrequency__c")));
        var amount = MappedAmount(entry, line);
        if ((amount.Value ?? entry.Number("UnitPrice")) is not { } unit || (isRecurring && frequency is null))
        {
            return Checked.Failed<PriceSpec>(amount.Errors);
        }

        var billingType = MappedOr("recurring.usage_type", entry, product.Text("SBQQ__BillingType__c"));
        var isMetered = isRecurring && BillingWords.IsMetered(BillingWords.TypeOf(billingType), CountsUsage(line, entry, product));
        var source = new PriceSource($"price/{entry.Id}", MappedObject.Price, entry, line, line.EntryRef);
        var tiers = TiersOfEntry(line, entry);
        var terms = new PriceTerms(source, isRecurring ? frequency : null, isMetered, MinorUnits.FromMajor(unit, currency), tiers.Value);
        var ties = metadata.Of("PricebookEntry", entry.Id);
        return _maker
            .Make(terms, tiers.Value is { Schedule: var schedule } ? metadata.Tie(ties, schedule.Type, schedule.Id) : ties)
            .After(tiers.Errors)
            .After(amount.Errors);
    }

    private Checked<TierTable?> TiersOfEntry(OrderLine line, CpqRecord entry)
    {
        var read = TierReader.Read(line.ProductRates, line.EntryRef, currency);
        return Checked
            .Of(read.Value, SparesEntry(line) ? [] : read.Errors)
            .With(
                line.ProductRates.IsEmpty && mapper.Value(MappedObject.Price, SchemePath, entry) is "tiered"
                    ? [MappingErrors.TieredWithoutTiers(line.EntryRef, $"price.{SchemePath}")]
                    : []
            );
    }

    /// <summary>What is wrong with the product's one schedule does not matter to a line whose edited copy can be billed.</summary>
    private bool SparesEntry(OrderLine line) =>
        line.ProductRates.Length == 1 && TierReader.Read(line.Rates, line.Ref, currency) is { Value: not null, Errors.IsEmpty: true };

    /// <summary>By what the product says alone: its price is shared by lines that say more.</summary>
    private bool CountsUsage(OrderLine line, CpqRecord entry, CpqRecord product) =>
        settings.ArrearsRecurring == ArrearsRule.Metered
        || BillingWords.IsUsage(product.Text("SBQQ__ChargeType__c"))
        || !line.ProductRates.IsEmpty
        || mapper.Value(MappedObject.Price, "recurring.meter", entry) is not null;

    private string? MappedOr(string path, CpqRecord entry, string? otherwise) =>
        MappedWord.Of(mapper.Value(MappedObject.Price, path, entry)) ?? otherwise;

    private Checked<decimal?> MappedAmount(CpqRecord entry, OrderLine line)
    {
        var value = mapper.Value(MappedObject.Price, AmountPath, entry);
        var amount = PlainNumber.Of(value);
        return Checked.Of(
            amount,
            value is null || amount is >= 0
                ? null
                : MappingErrors.MappedValueInvalid(line.EntryRef, $"price.{AmountPath}", $"{value}", "an amount of zero or more")
        );
    }
}
