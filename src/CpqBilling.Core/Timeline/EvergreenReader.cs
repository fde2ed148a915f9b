using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Translation;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>Reads the orders of an evergreen contract and checks what such orders must keep (R18).</summary>
internal sealed class EvergreenReader(TranslationContext context)
{
    private readonly List<EvergreenLine> _lines = [];
    private readonly List<EvergreenOneTime> _oneTime = [];
    private Order? _canceledBy;

    public EvergreenLife? Read()
    {
        var initial = context.Contract.Initial;
        if (context.Terms.ReadStart(initial) is not { } start)
        {
            return null;
        }

        if (initial.Lines.Any(line => line.IsRecurring && !line.IsEvergreen && !line.IsSkipped))
        {
            context.Errors.Add(ShapeErrors.EvergreenMixed(initial.Ref));
        }

        ReadOrder(initial, start);
        foreach (var amendment in context.Contract.Amendments)
        {
            if (amendment.Quote?.StartDate is not { } date)
            {
                context.Errors.Add(OrderErrors.StartDateMissing(amendment.Ref));
                continue;
            }

            if (CanApply(amendment))
            {
                ReadOrder(amendment, date);
                CheckTermination(amendment);
            }
        }

        return new EvergreenLife(start, EvergreenMeters.OneAtATime(_lines, context.Errors), [.. _oneTime]);
    }

    private bool CanApply(Order amendment)
    {
        var lines = amendment.Lines.Where(line => !line.IsSkipped).ToList();
        if (lines.Exists(line => line.IsRecurring && !line.IsEvergreen))
        {
            context.Errors.Add(ShapeErrors.RenewableAddedToEvergreen(amendment.Ref));
            return false;
        }

        if (lines.Count > 0 && lines.TrueForAll(line => !line.IsEvergreen))
        {
            context.Errors.Add(ShapeErrors.OneTimeOnlyAmendment(amendment.Ref));
            return false;
        }

        if (amendment.StripeId is null && _canceledBy is { } canceled)
        {
            context.Errors.Add(OrderErrors.AmendedAfterTermination(amendment.Ref, canceled.Label));
            return false;
        }

        return true;
    }

    /// <summary>What ends everything bills nothing any more, as on schedules.</summary>
    private void CheckTermination(Order amendment)
    {
        foreach (var line in _oneTime.Where(line => line.Order == amendment && _canceledBy == amendment && amendment.StripeId is null))
        {
            context.Errors.Add(ShapeErrors.OneTimeOnTermination(line.Charge.Line.Ref));
        }
    }

    private void ReadOrder(Order order, LocalDate start)
    {
        foreach (var line in order.Lines.Where(line => !line.IsSkipped && context.Lines.Check(line)))
        {
            if (context.Lines.Quantity(line) is not { } quantity)
            {
                continue;
            }

            if (line.IsEvergreen)
            {
                CheckTerm(order, line);
            }

            if (quantity < 0)
            {
                End(order, line, -quantity, start);
            }
            else if (quantity > 0)
            {
                Add(order, line, quantity, start);
            }
        }

        _canceledBy ??= _lines.Count > 0 && _lines.TrueForAll(line => line.EndExclusive is not null) ? order : null;
    }

    private void CheckTerm(Order order, OrderLine line)
    {
        foreach (
            var term in new[]
            {
                line.ProductTerm,
                line.Record.Number("SBQQ__SubscriptionTerm__c") ?? 1,
                order.IsAmendment ? 1 : order.Quote!.Term ?? 1,
            }
        )
        {
            if (term != 1)
            {
                context.Errors.Add(ShapeErrors.EvergreenTermNotOne(line.Ref, MinorUnits.Trim(term)));
                return;
            }
        }
    }

    private void Add(Order order, OrderLine line, decimal quantity, LocalDate start)
    {
        if ((context.Lines.CustomAmount(line) ?? line.UnitPrice) is not { } amount && !line.IsTiered)
        {
            context.Errors.Add(OrderErrors.UnitPriceMissing(line.Ref));
            return;
        }

        var whole = quantity == decimal.Truncate(quantity);
        var units = whole ? (long)quantity : 1;
        var unitPrice = (context.Lines.CustomAmount(line) ?? line.UnitPrice ?? 0) * (whole ? 1 : quantity);
        if (!line.IsEvergreen)
        {
            AddOneTime(new OneTimeLine(order, line, units, unitPrice), start);
            return;
        }

        if (context.Prices.Choose(line, MinorUnits.FromMajor(unitPrice, context.Currency)) is not { } price)
        {
            return;
        }

        var isTaken =
            !line.IsMetered && _lines.Exists(other => other.Price.Key == price.Key && (other.EndExclusive is null || other.EndExclusive >= start));
        _lines.Add(new EvergreenLine(order, line, isTaken ? context.Prices.Duplicate(line, price) : price, units, start, null));
    }

    /// <summary>Tiers as their total, and a price once per order, as on schedules.</summary>
    private void AddOneTime(OneTimeLine line, LocalDate start)
    {
        if (new OneTimeLinePricer(context.Prices, context.Currency).Price(line) is not { } priced)
        {
            return;
        }

        var isTaken = _oneTime.Exists(other => other.Order == line.Order && other.Charge.Price.Key == priced.Price.Key);
        var price = isTaken ? context.Prices.Duplicate(line.Line, priced.Price) : priced.Price;
        _oneTime.Add(new EvergreenOneTime(line.Order, start, new PricedCharge(line.Line, price, priced.Quantity)));
    }

    /// <summary>Takes the units from the newest line of the product first; a line ends as a whole, for CPQ lets nobody change its quantity.</summary>
    private void End(Order order, OrderLine line, decimal units, LocalDate date)
    {
        if (line.RevisedLineId is not { } revised)
        {
            context.Errors.Add(OrderErrors.NegativeQuantityRevisesNothing(line.Ref));
            return;
        }

        var ofProduct = _lines.Index().Where(row => row.Item.Line.Id == revised || row.Item.Line.RevisedLineId == revised).Reverse().ToList();
        if (ofProduct.Count == 0)
        {
            context.Errors.Add(OrderErrors.RevisedLineUnknown(line.Ref));
            return;
        }

        var running = ofProduct.Where(row => row.Item.EndExclusive is null).ToList();
        var present = running.Sum(row => row.Item.Quantity);
        foreach (var (index, item) in running.Where(row => units >= row.Item.Quantity))
        {
            _lines[index] = item with { EndExclusive = date, EndedBy = order };
            units -= item.Quantity;
        }

        if (units > 0)
        {
            context.Errors.Add(
                units > present
                    ? OrderErrors.TooManyUnitsRemoved(line.Ref, (long)units, present)
                    : ShapeErrors.EvergreenQuantityChanged(line.Ref, MinorUnits.Trim(units))
            );
        }
    }
}
