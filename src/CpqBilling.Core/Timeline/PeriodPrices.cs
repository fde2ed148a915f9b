using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;

namespace CpqBilling.Core.Timeline;

/// <summary>The price of a line's billing periods, by <see cref="BillingSettings.UnitPrices"/>.</summary>
/// <remarks>It never depends on what later orders say, so that a line keeps its price as long as it runs.</remarks>
internal sealed class PeriodPrices(ContractLife life, BillingSettings settings, Currency currency)
{
    private readonly Dictionary<string, int> _decimalsOfOrder = [];

    /// <param name="hasRest">Whether a one-time amount of the line makes up for what the price of its periods leaves.</param>
    public decimal Of(LineLife line, bool hasRest)
    {
        var term = line.Term;
        if (settings.UnitPrices == UnitPrices.Exact || term.IsCustom || term.RoundedIn is not null || line.Line.IsTiered)
        {
            return term.PeriodPrice;
        }

        return SimplestPrice.Of(
            new SoldPrice(term.UnitPrice, term.Months, term.PeriodMonths, currency, DecimalsOf(line.Order))
            {
                Known = [.. Known(line.Line, term.PeriodMonths)],
                BilledUnits = hasRest ? null : line.Quantity,
                IsKnownOnly = line.Line.IsMetered,
            }
        );
    }

    /// <summary>Both are for the product's term: of a month for what is sold by the month, of a year by default.</summary>
    private IEnumerable<decimal> Known(OrderLine line, int periodMonths)
    {
        decimal?[] known =
        [
            line.PricebookEntry?.Number("UnitPrice"),
            line.Record.Number("SBQQ__QuotedListPrice__c"),
            line.Record.Number("ListPrice"),
        ];
        return known.OfType<decimal>().Select(price => MinorUnits.FromMajor(price * periodMonths / line.ProductTerm, currency));
    }

    /// <summary>Decimals that CPQ rounds to: of the currency, more where the first order or the line's own shows more.</summary>
    private int DecimalsOf(Order order)
    {
        if (!_decimalsOfOrder.TryGetValue(order.Id, out var decimals))
        {
            decimals = life.Contract.Initial.Lines.Concat(order.Lines).Max(line => DecimalsOf(line.UnitPrice ?? 0));
            _decimalsOfOrder[order.Id] = decimals = Math.Max(decimals, currency.Decimals);
        }

        return decimals;
    }

    private static int DecimalsOf(decimal price) => MinorUnits.Trim(price).Scale;
}
