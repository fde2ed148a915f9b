using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Application.Runs;

/// <summary>Which runs are meant; what is null restricts nothing.</summary>
public sealed record RunFilter(RunOutcome? Outcome = null, string? Reason = null);
