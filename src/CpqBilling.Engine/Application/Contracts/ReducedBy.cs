namespace CpqBilling.Engine.Application.Contracts;

/// <summary>An amendment or a termination that takes units of a line away.</summary>
/// <param name="Amount">What CPQ takes off, in minor units; above zero.</param>
public sealed record ReducedBy(string OrderNumber, decimal Units, decimal Amount, bool IsTermination);
