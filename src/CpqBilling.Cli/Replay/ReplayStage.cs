using CpqBilling.Cli.Composition;
using NodaTime;

namespace CpqBilling.Cli.Replay;

/// <summary>The sandboxes on which cases are played. Starting them costs more than a case: they are started once and emptied before the next.</summary>
internal sealed class ReplayStage : IAsyncDisposable
{
    /// <summary>An org has one currency or several from its start on.</summary>
    private readonly Dictionary<bool, Sandboxes> _started = [];

    /// <summary>Empty sandboxes whose clocks stand there.</summary>
    public async Task<Sandboxes> SetAsync(bool multiCurrency, Instant? at, CancellationToken cancellation)
    {
        if (_started.TryGetValue(multiCurrency, out var used))
        {
            await used.ResetAsync(at, cancellation);
            return used;
        }

        return _started[multiCurrency] = await Sandboxes.StartBareAsync(multiCurrency, at, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var sandboxes in _started.Values)
        {
            await sandboxes.DisposeAsync();
        }
    }
}
