using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Application.Runs;

/// <param name="Order">The order that caused it; null where no list knows it.</param>
public sealed record ListedRun(RunView Run, ListedOrder? Order);
