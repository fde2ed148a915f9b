using CpqBilling.Cli.Replay;

namespace CpqBilling.Conformance;

/// <summary>The sandboxes of all tests of a class, which are played one after the other: starting them costs more than a case.</summary>
public sealed class SharedStage : IAsyncDisposable
{
    internal ReplayStage Stage { get; } = new();

    public ValueTask DisposeAsync() => Stage.DisposeAsync();
}
