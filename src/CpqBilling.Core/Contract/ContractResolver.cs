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
        var orders = new OrderReader(snapshot.Records, snapshot.Mappings, snapshot.Settings).All().ToDictionary(order => order.Id);
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

        var quote = trigger.IsAmendment ? trigger.AmendedContract!.QuoteId : trigger.Quote.Id;
        var made = QuoteOrders.From(quote, orders, snapshot.EligibleOrderIds);
        var initial = trigger.IsAmendment ? made.AmendedBy(trigger, errors) : trigger;
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

        var amendments = AmendmentsOf(initial, made, orders.Values, snapshot);
        return ContractFrequencies.Settle(new BillingContract(initial, amendments, trigger));
    }

    /// <summary>By quote start, then creation, then id: writing a Stripe id must not change the order (C-16).</summary>
    private static ImmutableArray<Order> AmendmentsOf(Order initial, QuoteOrders made, IEnumerable<Order> orders, OrderSnapshot snapshot) =>
        [
            .. orders
                .Where(order => order.AmendedContract?.QuoteId == initial.Quote!.Id && snapshot.EligibleOrderIds.Contains(order.Id))
                .Where(order => made.AmendedBy(order, new ErrorList())?.Id == initial.Id)
                .OrderBy(order => order.Quote?.StartDate ?? NodaTime.LocalDate.MaxIsoValue)
                .ThenBy(order => order.CreatedAt)
                .ThenBy(order => order.Id, StringComparer.Ordinal),
        ];
}
