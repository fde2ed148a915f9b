using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Contract;

/// <summary>Units of a one-time line that an amendment takes back.</summary>
/// <param name="By">The line of the amendment.</param>
/// <param name="Amount">What CPQ takes off for them, in major units; above zero.</param>
/// <param name="IsWhole">Nothing of the line is left.</param>
public sealed record OneTimeReturn(Order Order, OrderLine By, OneTimeLine Returned, decimal Units, decimal Amount, bool IsWhole);
