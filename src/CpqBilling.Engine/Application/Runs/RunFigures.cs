using NodaTime;

namespace CpqBilling.Engine.Application.Runs;

/// <param name="High">95 of 100 took less.</param>
public sealed record RunFigures(int Count, Duration Median, Duration High, int SalesforceCalls, int StripeCalls);
