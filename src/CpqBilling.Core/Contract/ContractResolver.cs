using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Settings;

namespace CpqBilling.Core.Contract;

/// <summary>Finds the contract of an order: its initial order through the quote, its amendments through their opportunities (docs/rules/contract.md 1).</summary>
/// <param name="eligible">Orders that are activated and match the order filter.</param>
public sealed class ContractResolver(RecordGraph records, FieldMappings mappings, BillingSettings settings, IReadOnlySet<string> eligible)
{
    /// <param name="triggerId">The order that is asked for.</param>
    public Checked<BillingContract> Resolve(string triggerId)
    {
        var orders = new OrderReader(records, mappings, settings).All().ToDictionary(order => order.Id);
        if (!orders.TryGetValue(triggerId, out var trigger))
        {
            return OrderErrors.OrderNotFound(new RecordRef("Order", triggerId));
        }

        if (trigger.Quote is null)
        {
            return OrderErrors.QuoteMissing(trigger.Ref);
        }

        var quote = trigger.IsAmendment ? trigger.AmendedContract!.QuoteId : trigger.Quote.Id;
        var made = QuoteOrders.From(quote, orders, eligible);
        return from amended in trigger.IsAmendment ? made.AmendedBy(trigger) : trigger
            from initial in Eligible(amended, trigger)
            select ContractFrequencies.Settle(
                OneTimeBeginning.PartOf(new BillingContract(initial, AmendmentsOf(initial, made, orders.Values), trigger))
            );
    }

    private Checked<Order> Eligible(Order initial, Order trigger) =>
        !eligible.Contains(initial.Id) && trigger != initial ? OrderErrors.InitialOrderFilteredOut(trigger.Ref, initial.Label)
        : !eligible.Contains(initial.Id) || !eligible.Contains(trigger.Id) ? OrderErrors.OrderNotActivated(trigger.Ref)
        : initial;

    /// <summary>By quote start, then creation, then id: writing a Stripe id must not change the order (docs/rules/contract.md 3).</summary>
    private ImmutableArray<Order> AmendmentsOf(Order initial, QuoteOrders made, IEnumerable<Order> orders) =>
        [
            .. orders
                .Where(order => order.AmendedContract?.QuoteId == initial.Quote!.Id && eligible.Contains(order.Id))
                .Where(order => made.AmendedBy(order).Value?.Id == initial.Id)
                .OrderBy(order => order.Quote?.StartDate ?? NodaTime.LocalDate.MaxIsoValue)
                .ThenBy(order => order.CreatedAt)
                .ThenBy(order => order.Id, StringComparer.Ordinal),
        ];
}
