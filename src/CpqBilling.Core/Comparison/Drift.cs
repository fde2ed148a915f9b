using System.Collections.Immutable;
using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Comparison;

/// <summary>Somebody changed in Stripe what bills a contract.</summary>
/// <param name="Place">Where, as in "schedule sub_sched_1".</param>
/// <param name="Difference">What, in words.</param>
/// <param name="Waiting">Amendments that are still to be applied.</param>
internal sealed record Drift(string Place, string Difference, ImmutableArray<Order> Waiting);
