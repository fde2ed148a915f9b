using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Contract;

/// <summary>A first order with one-time lines only is an invoice: what a later order sells for a time begins a billing contract of its own.</summary>
/// <remarks>docs/decisions/0051.</remarks>
internal static class OneTimeBeginning
{
    /// <summary>The part of the contract to which the order belongs that was asked for.</summary>
    public static BillingContract PartOf(BillingContract contract)
    {
        if (!contract.IsOneTimeOnly || contract.Amendments.FirstOrDefault(order => !order.IsOneTimeOnly) is not { } begins)
        {
            return contract;
        }

        var invoiced = Invoiced(contract, begins);
        if (contract.Trigger == contract.Initial || invoiced.Contains(contract.Trigger))
        {
            return contract with { Amendments = invoiced };
        }

        var first = AsFirst(begins);
        return new BillingContract(
            first,
            [.. contract.Amendments.Where(order => order != begins && !invoiced.Contains(order))],
            contract.Trigger == begins ? first : contract.Trigger
        );
    }

    /// <summary>Amendments from before, and later ones that only change what was invoiced.</summary>
    private static ImmutableArray<Order> Invoiced(BillingContract contract, Order begins)
    {
        var lines = contract.Initial.Lines.Select(line => line.Id).ToHashSet();
        var invoiced = ImmutableArray.CreateBuilder<Order>();
        var isBefore = true;
        foreach (var order in contract.Amendments)
        {
            isBefore &= order != begins;
            if (order.IsOneTimeOnly && (isBefore || order.Lines.Any(line => line.RevisedLineId is { } revised && lines.Contains(revised))))
            {
                invoiced.Add(order);
                lines.UnionWith(order.Lines.Select(line => line.Id));
            }
        }

        return invoiced.ToImmutable();
    }

    /// <summary>An amendment may say when it ends instead of how long it runs; a first order says how long.</summary>
    private static Order AsFirst(Order order) => order with { AmendedContract = null, Quote = WithTerm(order.Quote) };

    private static Quote? WithTerm(Quote? quote)
    {
        if (quote is not { Term: null, StartDate: { } start } || OrderReader.DayAfter(quote.EndDate) is not { } end || end <= start)
        {
            return quote;
        }

        var (months, days) = TermLength.WholeMonths(start, end);
        return quote with { Term = days > 0 ? months + 1 : months };
    }
}
