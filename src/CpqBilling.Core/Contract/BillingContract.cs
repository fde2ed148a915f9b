using System.Collections.Immutable;
using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Contract;

/// <summary>The unit of syncing: an initial (or renewal) order and the amendments of its contract, in the order they apply.</summary>
/// <param name="Trigger">The order this run was asked for; errors of the contract as a whole go there.</param>
public sealed record BillingContract(Order Initial, ImmutableArray<Order> Amendments, Order Trigger)
{
    public IEnumerable<Order> Orders => [Initial, .. Amendments];

    /// <summary>Initial orders keep their lines as origins even when CPQ fills a revised line (renewals, docs/rules/contract.md 9).</summary>
    /// <summary>Something was sold without an end, be it by an amendment.</summary>
    public bool HasEvergreenLines => Orders.Any(order => order.HasEvergreenLines);

    public bool IsRamped => Initial.Lines.Any(line => line.Segment is { IsOneTime: false } && !line.IsSkipped);

    public bool IsOneTimeOnly => Initial.IsOneTimeOnly;
}
