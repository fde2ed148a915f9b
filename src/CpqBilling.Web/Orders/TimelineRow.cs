using System.Collections.Immutable;

namespace CpqBilling.Web.Orders;

/// <summary>An order line over time.</summary>
public sealed record TimelineRow(string Name, ImmutableArray<TimelineBar> Bars);
