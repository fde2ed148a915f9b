using CpqBilling.Core.Calendar;
using NodaTime;

namespace CpqBilling.Core.Pricing;

/// <summary>The days a line is for and what it costs per billing period.</summary>
/// <param name="EndExclusive">The day after the last.</param>
/// <param name="Months">Effective months m (decisions.md 3.2).</param>
/// <param name="PeriodMonths">Billing period F.</param>
/// <param name="UnitPrice">Price of one unit for the whole line, in minor units; what CPQ sold.</param>
/// <param name="PeriodPrice">U: price of one unit for one billing period, in minor units to twelve decimals.</param>
public sealed record LineTerm(LocalDate Start, LocalDate EndExclusive, TermMonths Months, int PeriodMonths, decimal UnitPrice, decimal PeriodPrice);
