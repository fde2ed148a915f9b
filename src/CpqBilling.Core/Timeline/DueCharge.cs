using CpqBilling.Core.Pricing;

namespace CpqBilling.Core.Timeline;

/// <summary>What is charged once for a line, and the line.</summary>
internal readonly record struct DueCharge(PricedLine Line, OneTimeCharge Charge);
