using CpqBilling.Core.Calendar;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>When an order begins and ends, after mappings.</summary>
/// <param name="EndExclusive">Start plus term, or CPQ's end plus one day.</param>
/// <param name="ShiftsLines">A mapped start or term replaces the dates of all lines that are no segments.</param>
/// <param name="MappedTerm">Set when the term was mapped: it replaces the effective months of the lines.</param>
public sealed record OrderTerms(LocalDate Start, LocalDate EndExclusive, bool ShiftsLines, TermMonths? MappedTerm);
