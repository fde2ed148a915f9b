using System.Collections.Immutable;
using CpqBilling.Engine.Application.Alerts;
using CpqBilling.Storage.Rows.Outgoing;

namespace CpqBilling.Web.Api;

/// <param name="Kind">webhook, slack, email or deadManSwitch.</param>
/// <param name="Name">By which people know it.</param>
/// <param name="Address">A web address, or one of mail.</param>
/// <param name="Events">order.synced, order.refused, contract.drifted, alert.raised, alert.ended.</param>
public sealed record ApiNewDestination(DestinationKind Kind, string Name, string Address, ImmutableArray<string> Events)
{
    internal NewDestination Wanted => new(Kind, Name ?? "", Address ?? "", Events.IsDefault ? [] : Events);
}
