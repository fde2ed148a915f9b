using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Money;
using CpqBilling.Core.Timeline;
using CpqBilling.Core.Translation;
using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Sync.Listing;

/// <summary>The orders of a snapshot as people know them, whether they can be billed or not.</summary>
public sealed record ContractContents(OrderSnapshot Snapshot, Order? Trigger, ImmutableArray<Order> Orders)
{
    private const decimal Countable = 1_000_000_000_000m;

    /// <summary>Where the contract cannot be told, the order that was asked for stands alone.</summary>
    public static ContractContents Of(OrderSnapshot snapshot)
    {
        if (snapshot.Contract.Value is { } contract)
        {
            return new ContractContents(snapshot, contract.Trigger, [.. contract.Orders]);
        }

        var trigger = new OrderReader(snapshot.Records, snapshot.Mappings, snapshot.Settings)
            .All()
            .FirstOrDefault(order => order.Id == snapshot.TriggerOrderId);
        return new ContractContents(snapshot, trigger, trigger is null ? [] : [trigger]);
    }

    public string ContractKey => Orders.IsEmpty ? Snapshot.TriggerOrderId : Orders[0].Id;

    public CpqRecord? Account => Snapshot.Records.Find(Orders.IsEmpty ? null : Orders[0].AccountId);

    /// <summary>ISO code in lower case; null where the org and the order leave it open.</summary>
    public string? Currency =>
        Orders.IsEmpty ? null
        : Snapshot.Org.CurrencyOf(Orders[0].CurrencyCode, Snapshot.Settings) is { } code && Core.Money.Currency.IsValidCode(code)
            ? code.ToLowerInvariant()
        : null;

    public static OrderKind KindOf(Order order, BillingTimeline? timeline) =>
        timeline?.Termination?.Order == order ? OrderKind.Termination
        : order.IsAmendment ? OrderKind.Amendment
        : order.Lines.Any(line => line.IsEvergreen && !line.IsSkipped) ? OrderKind.Evergreen
        : order.Quote?.IsRenewal == true ? OrderKind.Renewal
        : order.IsOneTimeOnly ? OrderKind.OneTime
        : OrderKind.First;

    /// <summary>What CPQ sold with an order, in minor units; null on orders that are evergreen or billed by use, and where a price is missing or out of all range.</summary>
    public long? SoldBy(Order order)
    {
        var lines = order.Lines.Where(line => !line.IsSkipped && !line.IsMetered).ToList();
        if (Currency is not { } code || lines.Count == 0 || lines.Any(line => line.IsEvergreen || !IsMoney(line)))
        {
            return null;
        }

        var currency = Core.Money.Currency.Of(code);
        var sold = lines.Sum(line => line.UnitPrice!.Value * line.Quantity) * currency.MinorPerMajor;
        return Math.Abs(sold) < long.MaxValue ? (long)Math.Round(sold, 0, MidpointRounding.AwayFromZero) : null;
    }

    /// <summary>What integrations write may be beyond all that can be multiplied: such a line is refused, and shown all the same.</summary>
    private static bool IsMoney(OrderLine line) => Math.Abs(line.UnitPrice ?? decimal.MaxValue) <= Countable && Math.Abs(line.Quantity) <= Countable;
}
