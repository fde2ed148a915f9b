using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Translation;

namespace CpqBilling.Core.Contract;

/// <summary>Finds the contract of an order: its initial order through the quote, its amendments through their opportunities (R1).</summary>
public static class ContractResolver
{
    public static BillingContract? Resolve(OrderSnapshot snapshot, ErrorList errors)
    {
        var orders = new OrderReader(snapshot.Records, snapshot.Mappings, snapshot.Settings.BillingFrequencies).All().ToDictionary(order => order.Id);
        if (!orders.TryGetValue(snapshot.TriggerOrderId, out var trigger))
        {
            errors.Add(OrderErrors.OrderNotFound(new RecordRef("Order", snapshot.TriggerOrderId)));
            return null;
        }

        if (trigger.Quote is null)
        {
            errors.Add(OrderErrors.QuoteMissing(trigger.Ref));
            return null;
        }

        var initial = trigger.IsAmendment ? InitialOf(trigger, orders.Values, snapshot, errors) : trigger;
        if (initial is null)
        {
            return null;
        }

        if (!snapshot.EligibleOrderIds.Contains(initial.Id))
        {
            errors.Add(
                trigger == initial ? OrderErrors.OrderNotActivated(trigger.Ref) : OrderErrors.InitialOrderFilteredOut(trigger.Ref, initial.Label)
            );
            return null;
        }

        if (!snapshot.EligibleOrderIds.Contains(trigger.Id))
        {
            errors.Add(OrderErrors.OrderNotActivated(trigger.Ref));
            return null;
        }

        var amendments = AmendmentsOf(initial, trigger, orders.Values, snapshot, errors);
        if (!trigger.IsAmendment && amendments.Length > 0 && FromQuote(initial.Quote!.Id, orders.Values, snapshot) is { Count: > 1 } all)
        {
            errors.Add(OrderErrors.SeveralInitialOrders(trigger.Ref, all.Count));
        }

        return ContractFrequencies.Settle(new BillingContract(initial, amendments, trigger));
    }

    /// <summary>Initial orders of a quote; one that is not billed is no rival of one that is.</summary>
    private static List<Order> FromQuote(string? quoteId, IEnumerable<Order> orders, OrderSnapshot snapshot)
    {
        var all = orders.Where(order => !order.IsAmendment && quoteId is not null && order.Quote?.Id == quoteId).ToList();
        var eligible = all.Where(order => snapshot.EligibleOrderIds.Contains(order.Id)).ToList();
        return eligible.Count > 0 ? eligible : all;
    }

    private static Order? InitialOf(Order amendment, IEnumerable<Order> orders, OrderSnapshot snapshot, ErrorList errors)
    {
        var candidates = FromQuote(amendment.AmendedContract!.QuoteId, orders, snapshot);
        if (candidates.Count > 1)
        {
            errors.Add(OrderErrors.SeveralInitialOrders(amendment.Ref, candidates.Count));
        }
        else if (candidates.Count == 0)
        {
            errors.Add(OrderErrors.InitialOrderMissing(amendment.Ref));
        }

        return candidates.Count == 1 ? candidates[0] : null;
    }

    /// <summary>By quote start, then creation, then id: writing a Stripe id must not change the order (C-16).</summary>
    private static ImmutableArray<Order> AmendmentsOf(
        Order initial,
        Order trigger,
        IEnumerable<Order> orders,
        OrderSnapshot snapshot,
        ErrorList errors
    )
    {
        var amendments = orders
            .Where(order => order.AmendedContract?.QuoteId == initial.Quote!.Id && snapshot.EligibleOrderIds.Contains(order.Id))
            .OrderBy(order => order.Quote?.StartDate ?? NodaTime.LocalDate.MaxIsoValue)
            .ThenBy(order => order.CreatedAt)
            .ThenBy(order => order.Id, StringComparer.Ordinal)
            .ToImmutableArray();
        var contracts = amendments.Select(order => order.AmendedContract!.Id).Distinct().Count();
        if (contracts > 1)
        {
            errors.Add(OrderErrors.SeveralContracts(trigger.Ref, contracts));
        }

        return amendments;
    }
}
