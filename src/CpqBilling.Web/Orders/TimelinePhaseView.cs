using System.Collections.Immutable;
using CpqBilling.Core.Cpq;

namespace CpqBilling.Web.Orders;

/// <param name="To">Exclusive.</param>
/// <param name="Discounts">Coupons of the whole phase.</param>
public sealed record TimelinePhaseView(string From, string To, string Order, ImmutableArray<TimelineEntry> Entries, string Discounts);
