using CpqBilling.Storage;
using CpqBilling.Storage.Leases;
using NodaTime;

namespace CpqBilling.Engine.Jobs;

/// <summary>A lease while it is worked under: renewed in the background, proved by every transaction.</summary>
public sealed class HeldLease : IAsyncDisposable
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);
    private readonly ContractLeases _leases;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewal;

    private HeldLease(BillingDatabase database, ContractLease lease)
    {
        _leases = new ContractLeases(database);
        Lease = lease;
        _renewal = RenewAsync();
    }

    /// <summary>Who this process is, for people who wonder who works on a contract.</summary>
    public static string Owner { get; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    public ContractLease Lease { get; }

    public FamilyKey Key => Lease.Key;

    /// <summary>Canceled when somebody else has taken over: whatever runs must stop before its next call.</summary>
    public CancellationToken Lost => _lost.Token;

    public static HeldLease Keep(BillingDatabase database, ContractLease lease) => new(database, lease);

    /// <summary>Null while somebody else has it.</summary>
    public static async Task<HeldLease?> TryTakeAsync(BillingDatabase database, FamilyKey key, CancellationToken cancellation) =>
        await new ContractLeases(database).TakeAsync(key, Owner, cancellation) is { } lease ? new HeldLease(database, lease) : null;

    /// <param name="write">Told the time of the database.</param>
    /// <exception cref="LeaseLostException">Nothing was written.</exception>
    public Task WriteAsync(Func<BillingDb, Instant, Task> write) =>
        _leases.WriteAsync(
            Lease,
            async (db, now) =>
            {
                await write(db, now);
                return true;
            },
            CancellationToken.None
        );

    /// <exception cref="LeaseLostException">Nothing was written.</exception>
    public Task WriteAsync(Func<BillingDb, Task> write) => WriteAsync((db, _) => write(db));

    /// <summary>Stops renewing and gives it back; nothing when it is somebody else's by now.</summary>
    public async Task ReleaseAsync()
    {
        await StopAsync();
        await _leases.ReleaseAsync(Lease, CancellationToken.None);
    }

    /// <summary>Stops renewing: the lease runs out by itself unless it was given back.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _lost.Dispose();
        _ended.Dispose();
    }

    /// <summary>It still lasts as long as it was last renewed: for the write that gives it back, which no renewal must follow.</summary>
    public async Task StopAsync()
    {
        await _ended.CancelAsync();
        await _renewal;
    }

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(RenewEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                if (!await IsRenewedAsync())
                {
                    await _lost.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The work is done.
        }
    }

    /// <summary>A database that does not answer decides nothing: the next transaction proves the lease, or fails as well.</summary>
    private async Task<bool> IsRenewedAsync()
    {
        try
        {
            return await _leases.RenewAsync(Lease, _ended.Token);
        }
        catch (Exception failure) when (failure is System.Data.Common.DbException or TimeoutException or InvalidOperationException)
        {
            return true;
        }
    }
}
