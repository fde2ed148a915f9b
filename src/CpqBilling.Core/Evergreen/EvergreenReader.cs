using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using NodaTime;

namespace CpqBilling.Core.Evergreen;

/// <summary>Reads the orders of an evergreen contract and checks what such orders must keep (R18).</summary>
internal sealed class EvergreenReader(TranslationContext context)
{
    private readonly List<EvergreenLine> _lines = [];
    private readonly List<EvergreenOneTime> _oneTime = [];

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

            if (amendment.Lines.Any(line => line.IsRecurring && !line.IsEvergreen && !line.IsSkipped))
            {
                context.Errors.Add(ShapeErrors.RenewableAddedToEvergreen(amendment.Ref));
                continue;
            }

            ReadOrder(amendment, date);
        }

        return new EvergreenLife(start, EvergreenMeters.OneAtATime(_lines, context.Errors), [.. _oneTime]);
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
                End(line, start);
            }
            else if (quantity > 0)
            {
                Add(order, line, quantity, start);
            }
        }
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
            AddOneTime(new OneTimeLine(order, line, units, unitPrice));
            return;
        }

        if (context.Prices.Choose(line, MinorUnits.FromMajor(unitPrice, context.Currency)) is not { } price)
        {
            return;
        }

        var isTaken = !line.IsMetered && _lines.Exists(other => other.Price.Key == price.Key && other.EndExclusive is null);
        _lines.Add(new EvergreenLine(order, line, isTaken ? context.Prices.Duplicate(line, price) : price, units, start, null));
    }

    /// <summary>Tiers as their total, and a price once per order, as on schedules.</summary>
    private void AddOneTime(OneTimeLine line)
    {
        if (new OneTimeLinePricer(context.Prices, context.Currency).Price(line) is not { } priced)
        {
            return;
        }

        var isTaken = _oneTime.Exists(other => other.Order == line.Order && other.Charge.Price.Key == priced.Price.Key);
        var price = isTaken ? context.Prices.Duplicate(line.Line, priced.Price) : priced.Price;
        _oneTime.Add(new EvergreenOneTime(line.Order, new PricedCharge(line.Line, price, priced.Quantity)));
    }

    private void End(OrderLine line, LocalDate date)
    {
        var index = _lines.FindLastIndex(candidate =>
            candidate.Line.Id == line.RevisedLineId || candidate.Line.RevisedLineId == line.RevisedLineId && line.RevisedLineId is not null
        );
        if (index < 0)
        {
            context.Errors.Add(
                line.RevisedLineId is null ? OrderErrors.NegativeQuantityRevisesNothing(line.Ref) : OrderErrors.RevisedLineUnknown(line.Ref)
            );
            return;
        }

        _lines[index] = _lines[index] with { EndExclusive = LocalDate.Max(date, _lines[index].Start) };
    }
}
