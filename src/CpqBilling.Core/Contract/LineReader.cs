using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Settings;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>Checks one order line and works out its quantity and its term.</summary>
public sealed class LineReader(FieldMapper mapper, BillingSettings settings, Currency currency)
{
    private const decimal LargestPrice = 1_000_000_000_000m;
    private const decimal MostUnits = 1_000_000_000m;
    private const string QuantityPath = "quantity";
    private const string AmountPath = "unit_amount_decimal";

    /// <summary>Units of the line, negative on reductions; no value where the line cannot be billed.</summary>
    public Checked<decimal> Units(OrderLine line) => Activated(line).Then(InRange).Then(Billable).Then(Quantity);

    private static Checked<OrderLine> Activated(OrderLine line) =>
        Checked.Of(line, line.Record.Flag("SBQQ__Activated__c") ? null : OrderErrors.LineNotActivated(line.Ref));

    /// <summary>What is out of all range is told as it stands: arithmetic would fail on it, or Stripe would refuse it.</summary>
    private Checked<OrderLine> InRange(OrderLine line)
    {
        ImmutableArray<SyncError> errors = [.. OutOfRange(line)];
        return errors.IsEmpty ? line : Checked.Failed<OrderLine>(errors);
    }

    private IEnumerable<SyncError> OutOfRange(OrderLine line)
    {
        if (line.Start is { } start && !BillableDates.Hold(start))
        {
            yield return BillableDates.Error(line.Ref, "ServiceDate", start);
        }

        if (line.EndExclusive is { } end && !BillableDates.Hold(end))
        {
            yield return BillableDates.Error(line.Ref, "EndDate", end);
        }

        if (Math.Abs(line.UnitPrice ?? 0) > LargestPrice)
        {
            yield return ShapeErrors.AmountTooLarge(line.Ref, line.UnitPrice!.Value, MinorUnits.ToMajor(MinorUnits.Largest, currency), currency.Code);
        }

        if (Math.Abs(line.Quantity) > MostUnits)
        {
            yield return OrderErrors.QuantityTooLarge(line.Ref, line.Quantity, MostUnits);
        }
    }

    private Checked<OrderLine> Billable(OrderLine line)
    {
        if (line.UnitPrice is < 0)
        {
            return OrderErrors.NegativePrice(line.Ref, line.UnitPrice.Value);
        }

        ImmutableArray<SyncError> type =
            line.IsRecurring && line.BillingType is null ? [ShapeErrors.BillingTypeUnsupported(line.Ref, line.BillingTypeWord!)] : [];
        Checked<OrderLine> read =
            line.Product is null ? OrderErrors.ProductMissing(line.Ref)
            : line.IsFixedInArrears && settings.ArrearsRecurring == ArrearsRule.Reject ? ShapeErrors.FixedFeeInArrears(line.Ref)
            : line.IsRecurring && line.PeriodMonths is null ? ShapeErrors.FrequencyUnsupported(line.Ref, line.Frequency!)
            : line;
        return read.After(type);
    }

    private Checked<decimal> Quantity(OrderLine line)
    {
        var mapped = mapper.Value(MappedObject.Item, QuantityPath, line.Record);
        if ((mapped is null ? line.Quantity : Signed(PlainNumber.Of(mapped), line)) is not { } quantity)
        {
            return MappingErrors.MappedValueInvalid(line.Ref, "subscription_item.quantity", $"{mapped}", "a whole number");
        }

        if (Math.Abs(quantity) > MostUnits)
        {
            return OrderErrors.QuantityTooLarge(line.Ref, quantity, MostUnits);
        }

        if (quantity != decimal.Truncate(quantity))
        {
            return settings.FractionalQuantity == FractionalQuantity.Reject || !MayBeFractional(line)
                ? OrderErrors.QuantityNotWhole(line.Ref, MinorUnits.Trim(quantity))
                : quantity;
        }

        return line.IsMetered && quantity > 1 ? OrderErrors.MeteredQuantityAboveOne(line.Ref, MinorUnits.Trim(quantity)) : quantity;
    }

    /// <summary>Usage and tiers count whole units.</summary>
    private static bool MayBeFractional(OrderLine line) => !line.IsMetered && !(line.IsRecurring && line.IsTiered);

    /// <summary>A line that takes units away does so by whatever field its number of units is read from.</summary>
    private static decimal? Signed(decimal? mapped, OrderLine line) => line.Quantity < 0 && mapped is > 0 ? -mapped : mapped;

    /// <summary>Dates, effective months and price per period; no value where nothing of it is billed.</summary>
    public Checked<LineTerm> Term(OrderLine line, OrderTerms order, ContractCalendar contract) =>
        from dates in Dates(line, order)
        from custom in Priceable(line)
        let frequency = line.PeriodMonths!.Value
        let mapped = dates.IsShifted ? order.MappedTerm : null
        from months in PricedMonths(line, mapped, dates, contract.Of(frequency)).Then(Some)
        select Priced(line, dates, months, custom);

    private static Checked<TermMonths> Some(TermMonths months) => months.IsZero ? Checked.Nothing<TermMonths>() : months;

    private static Checked<LineDates> Dates(OrderLine line, OrderTerms order)
    {
        if (line.Segment is { IsOneTime: false } && (line.Start is null || line.EndExclusive is null))
        {
            return OrderErrors.LineDatesMissing(line.Ref); // the dates of the order would lay all segments over each other
        }

        var isShifted = order.ShiftsLines && line.Segment is null;
        var start = isShifted ? order.Start : line.Start ?? order.Start;
        var end =
            line.IsEvergreen ? OpenEnd.Date
            : isShifted ? order.EndExclusive
            : line.EndExclusive ?? order.EndExclusive;
        if (end == OpenEnd.Date && !line.IsEvergreen)
        {
            return OrderErrors.LineDatesMissing(line.Ref); // the contract it was added to has no end that it could share
        }

        return end <= start
            ? OrderErrors.LineEndsBeforeItStarts(line.Ref, $"{start:uuuu-MM-dd}", $"{end.PlusDays(-1):uuuu-MM-dd}")
            : new LineDates(start, end, isShifted);
    }

    /// <summary>The mapped amount, where there is one; an error where nothing says what the line costs.</summary>
    public Checked<decimal?> Priceable(OrderLine line)
    {
        var custom = CustomAmount(line);
        return line.UnitPrice is null && custom.Value is null && !line.IsTiered
            ? Checked.Failed<decimal?>([.. custom.Errors, OrderErrors.UnitPriceMissing(line.Ref)])
            : custom;
    }

    /// <summary>CPQ's own multiplier must fit the dates of every recurring line that has both.</summary>
    public ImmutableArray<SyncError> MultiplierErrors(OrderLine line, LocalDate contractStart) => CheckedMonths(line, contractStart).Errors;

    private Checked<TermMonths?> CheckedMonths(OrderLine line, LocalDate contractStart) =>
        line.IsEvergreen || line.Start is null || line.EndExclusive is null || line.EndExclusive <= line.Start
            ? Checked.Of<TermMonths?>(null)
            : ProrateMultiplier.EffectiveMonths(line, settings.ProrationPrecision, contractStart.Day).Select(months => (TermMonths?)months);

    /// <summary>The amount mapped for one billing period, in major units; it replaces the division by the term (docs/rules/prices.md 8).</summary>
    public Checked<decimal?> CustomAmount(OrderLine line)
    {
        if (!mapper.Has(MappedObject.PriceOrderItem, AmountPath) || mapper.PathOf(MappedObject.PriceOrderItem, AmountPath) == "UnitPrice")
        {
            return Checked.Of<decimal?>(null);
        }

        var value = mapper.Value(MappedObject.PriceOrderItem, AmountPath, line.Record);
        return PlainNumber.Of(value) switch
        {
            < 0 and var negative => Checked.Of<decimal?>(
                null,
                OrderErrors.NegativePrice(line.Ref, negative, $"{MappedObject.PriceOrderItem}.{AmountPath}")
            ),
            { } amount => amount,
            null when value is null => Checked.Of<decimal?>(null),
            null => Checked.Of<decimal?>(
                null,
                MappingErrors.MappedValueInvalid(line.Ref, "price_order_item.unit_amount_decimal", $"{value}", "an amount")
            ),
        };
    }

    private Checked<TermMonths> PricedMonths(OrderLine line, TermMonths? mappedTerm, LineDates dates, BillingCalendar calendar)
    {
        var (start, end, _) = dates;
        return end == OpenEnd.Date
            ? TermMonths.From(line.ProductTerm)
            : CheckedMonths(line, calendar.Anchor)
                .Select(own =>
                    mappedTerm
                    ?? calendar.MonthsBetween(start, end)
                    ?? own
                    ?? TermLength.Between(start, end, settings.ProrationPrecision, calendar.Anchor.Day)
                );
    }

    private LineTerm Priced(OrderLine line, LineDates dates, TermMonths months, decimal? custom)
    {
        var period = TermMonths.Whole(line.PeriodMonths!.Value);
        var unitPrice = MinorUnits.FromMajor(line.UnitPrice ?? 0, currency);
        var periodPrice = Rounded(
            custom is { } amount ? MinorUnits.FromMajor(amount, currency) : MinorUnits.ToStripePrecision(period.ShareOf(unitPrice, months))
        );
        var whole = custom is null ? unitPrice : months.ShareOf(periodPrice, period);
        return new LineTerm(dates.Start, dates.EndExclusive, months, line.PeriodMonths.Value, whole, periodPrice)
        {
            RoundedIn = RoundedIn,
            IsCustom = custom is not null,
            IsWholeTerm = line.IsWholeTerm && !line.IsEvergreen,
        };
    }

    private Currency? RoundedIn => settings.RoundPricesToCents ? currency : null;

    private decimal Rounded(decimal minor) => RoundedIn is null ? minor : MinorUnits.ToChargeStep(minor, RoundedIn);

    /// <param name="IsShifted">A mapping says them, for all lines of the order.</param>
    private readonly record struct LineDates(LocalDate Start, LocalDate EndExclusive, bool IsShifted);
}
