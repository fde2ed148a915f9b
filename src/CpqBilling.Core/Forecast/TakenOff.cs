using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Forecast;

/// <summary>Units that a later order takes away, with what CPQ takes off for them.</summary>
/// <param name="By">The line of that order.</param>
/// <param name="Amount">Minor units, above zero.</param>
/// <param name="EndsContract">Nothing is left when it has taken them.</param>
public sealed record TakenOff(Order Order, OrderLine By, decimal Units, decimal Amount, bool EndsContract);
