using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Settings;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>Checks one order line and works out its quantity and its term.</summary>
public sealed class LineReader(FieldMapper mapper, BillingSettings settings, Currency currency, ErrorList errors)
{
    private const decimal LargestPrice = 1_000_000_000_000m;
    private const decimal MostUnits = 1_000_000_000m;
    private const string QuantityPath = "quantity";
    private const string AmountPath = "unit_amount_decimal";

    /// <summary>False when the line cannot be billed at all; the errors say why.</summary>
    public bool Check(OrderLine line)
    {
        if (!line.Record.Flag("SBQQ__Activated__c"))
        {
            errors.Add(OrderErrors.LineNotActivated(line.Ref));
        }

        if (!IsInRange(line))
        {
            return false;
        }

        if (line.UnitPrice is < 0)
        {
            errors.Add(OrderErrors.NegativePrice(line.Ref, line.UnitPrice.Value));
            return false;
        }

        if (line.IsRecurring && !BillingWords.IsKnown(line.BillingType))
        {
            errors.Add(ShapeErrors.BillingTypeUnsupported(line.Ref, line.BillingType!));
        }

        if (line.IsFixedInArrears && settings.ArrearsRecurring == ArrearsRule.Reject)
        {
            errors.Add(ShapeErrors.FixedFeeInArrears(line.Ref));
            return false;
        }

        if (line.IsRecurring && line.PeriodMonths is null)
        {
            errors.Add(ShapeErrors.FrequencyUnsupported(line.Ref, line.Frequency!));
            return false;
        }

        return true;
    }

    /// <summary>What is out of all range is told as it stands: arithmetic would fail on it, or Stripe would refuse it.</summary>
    private bool IsInRange(OrderLine line)
    {
        var isFine = true;
        foreach (var (field, date) in new[] { ("ServiceDate", line.Start), ("EndDate", line.EndExclusive) })
        {
            if (date is { } known && !BillableDates.Hold(known))
            {
                errors.Add(OrderErrors.DateOutOfRange(line.Ref, field, $"{known:uuuu-MM-dd}"));
                isFine = false;
            }
        }

        if (Math.Abs(line.UnitPrice ?? 0) > LargestPrice)
        {
            errors.Add(ShapeErrors.AmountTooLarge(line.Ref, line.UnitPrice!.Value, MinorUnits.ToMajor(MinorUnits.Largest, currency), currency.Code));
            isFine = false;
        }

        if (Math.Abs(line.Quantity) > MostUnits)
        {
            errors.Add(OrderErrors.QuantityTooLarge(line.Ref, line.Quantity, MostUnits));
            isFine = false;
        }

        return isFine;
    }

    /// <summary>Units of the line, negative on reductions; null after an error.</summary>
    public decimal? Quantity(OrderLine line)
    {
        var mapped = mapper.Value(MappedObject.Item, QuantityPath, line.Record);
        var quantity = mapped is null ? line.Quantity : Signed(PlainNumber.Of(mapped), line);
        if (quantity is null)
        {
            errors.Add(MappingErrors.MappedValueInvalid(line.Ref, "subscription_item.quantity", $"{mapped}", "a whole number"));
            return null;
        }

        if (Math.Abs(quantity.Value) > MostUnits)
        {
            errors.Add(OrderErrors.QuantityTooLarge(line.Ref, quantity.Value, MostUnits));
            return null;
        }

        if (quantity != decimal.Truncate(quantity.Value))
        {
            if (settings.FractionalQuantity == FractionalQuantity.Reject || !MayBeFractional(line))
            {
                errors.Add(OrderErrors.QuantityNotWhole(line.Ref, MinorUnits.Trim(quantity.Value)));
                return null;
            }

            return quantity;
        }

        if (line.IsMetered && quantity > 1)
        {
            errors.Add(OrderErrors.MeteredQuantityAboveOne(line.Ref, MinorUnits.Trim(quantity.Value)));
            return null;
        }

        return quantity;
    }

    /// <summary>Usage and tiers count whole units.</summary>
    private static bool MayBeFractional(OrderLine line) => !line.IsMetered && !(line.IsRecurring && line.IsTiered);

    /// <summary>A line that takes units away does so by whatever field its number of units is read from.</summary>
    private static decimal? Signed(decimal? mapped, OrderLine line) => line.Quantity < 0 && mapped is > 0 ? -mapped : mapped;

    /// <summary>Dates, effective months and price per period; null after an error.</summary>
    public LineTerm? Term(OrderLine line, OrderTerms order, ContractCalendar contract)
    {
        if (line.Segment is { IsOneTime: false } && (line.Start is null || line.EndExclusive is null))
        {
            errors.Add(OrderErrors.LineDatesMissing(line.Ref)); // the dates of the order would lay all segments over each other
            return null;
        }

        var isShifted = order.ShiftsLines && line.Segment is null;
        var start = isShifted ? order.Start : line.Start ?? order.Start;
        var end =
            line.IsEvergreen ? OpenEnd.Date
            : isShifted ? order.EndExclusive
            : line.EndExclusive ?? order.EndExclusive;
        if (end == OpenEnd.Date && !line.IsEvergreen)
        {
            errors.Add(OrderErrors.LineDatesMissing(line.Ref)); // the contract it was added to has no end that it could share
            return null;
        }

        if (end <= start)
        {
            errors.Add(OrderErrors.LineEndsBeforeItStarts(line.Ref, $"{start:uuuu-MM-dd}", $"{end.PlusDays(-1):uuuu-MM-dd}"));
            return null;
        }

        if (line.UnitPrice is null && CustomAmount(line) is null && !line.IsTiered)
        {
            errors.Add(OrderErrors.UnitPriceMissing(line.Ref));
            return null;
        }

        var frequency = line.PeriodMonths!.Value;
        var months = PricedMonths(line, isShifted ? order.MappedTerm : null, start, end, contract.Of(frequency));
        return months.IsZero ? null : Priced(line, start, end, months, frequency);
    }

    /// <summary>CPQ's own multiplier, checked on every recurring line that has both dates.</summary>
    public TermMonths? CheckedMonths(OrderLine line, LocalDate contractStart) =>
        line.IsEvergreen || line.Start is null || line.EndExclusive is null || line.EndExclusive <= line.Start
            ? null
            : ProrateMultiplier.EffectiveMonths(line, settings.ProrationPrecision, contractStart.Day, errors);

    /// <summary>The amount mapped for one billing period, in major units; it replaces the division by the term (orders.md rule 23).</summary>
    public decimal? CustomAmount(OrderLine line)
    {
        if (!mapper.Has(MappedObject.PriceOrderItem, AmountPath) || mapper.PathOf(MappedObject.PriceOrderItem, AmountPath) == "UnitPrice")
        {
            return null;
        }

        var value = mapper.Value(MappedObject.PriceOrderItem, AmountPath, line.Record);
        if (value is not null && PlainNumber.Of(value) is null)
        {
            errors.Add(MappingErrors.MappedValueInvalid(line.Ref, "price_order_item.unit_amount_decimal", $"{value}", "an amount"));
        }

        if (PlainNumber.Of(value) is < 0 and var negative)
        {
            errors.Add(OrderErrors.NegativePrice(line.Ref, negative, $"{MappedObject.PriceOrderItem}.{AmountPath}"));
            return null;
        }

        return PlainNumber.Of(value);
    }

    private TermMonths PricedMonths(OrderLine line, TermMonths? mappedTerm, LocalDate start, LocalDate end, BillingCalendar calendar)
    {
        if (end == OpenEnd.Date)
        {
            return TermMonths.From(line.ProductTerm);
        }

        var own = CheckedMonths(line, calendar.Anchor);
        if (mappedTerm is { } mapped)
        {
            return mapped;
        }

        if (calendar.IsBillingDate(start) && calendar.IsBillingDate(end))
        {
            return TermMonths.Whole((long)(calendar.IndexAtOrBefore(end) - calendar.IndexAtOrBefore(start)) * calendar.PeriodMonths);
        }

        return own ?? TermLength.Between(start, end, settings.ProrationPrecision, calendar.Anchor.Day);
    }

    private LineTerm Priced(OrderLine line, LocalDate start, LocalDate end, TermMonths months, int frequency)
    {
        if (CustomAmount(line) is { } custom)
        {
            var amount = Rounded(MinorUnits.FromMajor(custom, currency));
            var whole = months.ShareOf(amount, TermMonths.Whole(frequency));
            return new LineTerm(start, end, months, frequency, whole, amount)
            {
                RoundedIn = RoundedIn,
                IsCustom = true,
                IsWholeTerm = line.IsWholeTerm && !line.IsEvergreen,
            };
        }

        var unitPrice = MinorUnits.FromMajor(line.UnitPrice ?? 0, currency);
        var periodPrice = Rounded(MinorUnits.ToStripePrecision(TermMonths.Whole(frequency).ShareOf(unitPrice, months)));
        return new LineTerm(start, end, months, frequency, unitPrice, periodPrice)
        {
            RoundedIn = RoundedIn,
            IsWholeTerm = line.IsWholeTerm && !line.IsEvergreen,
        };
    }

    private Currency? RoundedIn => settings.RoundPricesToCents ? currency : null;

    private decimal Rounded(decimal minor) => RoundedIn is null ? minor : MinorUnits.ToChargeStep(minor, RoundedIn);
}
