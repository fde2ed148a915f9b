using CpqBilling.Core.Planning;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Core.Translation;

/// <summary>What is sent for a contract, and where it is billed then: what the fourth stage yields.</summary>
/// <param name="Timeline">With the invoices beside it that are only due because nothing else can bill an order.</param>
/// <param name="ContinueAt">When more phases must follow; null when all are sent.</param>
internal sealed record ContractPlan(BillingTimeline Timeline, PlanPart Part, BillingPlace Place, Instant? ContinueAt = null);
