using System.Collections.Immutable;

namespace CpqBilling.Engine.Application.Runs;

public sealed record RunPage(ImmutableArray<ListedRun> Runs, int Total);
