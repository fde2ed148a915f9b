using System.Collections.Immutable;
using CpqBilling.Storage.Rows.Outgoing;

namespace CpqBilling.Engine.Application.Alerts;

/// <param name="Address">A web address, or one of mail.</param>
/// <param name="Events">Words of <see cref="Storage.Outgoing.OutgoingEvents.Choosable"/>; a dead-man's switch needs none.</param>
public sealed record NewDestination(DestinationKind Kind, string Name, string Address, ImmutableArray<string> Events);
