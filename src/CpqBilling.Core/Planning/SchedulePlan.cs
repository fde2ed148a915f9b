using CpqBilling.Core.Requests;
using NodaTime;

namespace CpqBilling.Core.Planning;

/// <summary>What is sent for a contract's schedule or subscription.</summary>
/// <param name="Target">Its id, or a reference to the step that makes it.</param>
/// <param name="ContinueAt">When more phases must follow; null when all are sent.</param>
public sealed record SchedulePlan(StripeValue Target, PlanPart Part, Instant? ContinueAt = null);
