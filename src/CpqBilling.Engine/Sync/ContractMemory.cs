using System.Collections.Concurrent;
using CpqBilling.Core.Translation;

namespace CpqBilling.Engine.Sync;

/// <summary>The last snapshots of an org's contracts, so that looking at one costs no call.</summary>
/// <remarks>What is not here any more is read again; the oldest go first.</remarks>
public sealed class ContractMemory
{
    private const int Most = 2_000;
    private readonly ConcurrentDictionary<string, OrderSnapshot> _byContract = new();
    private readonly ConcurrentQueue<string> _order = new();

    public OrderSnapshot? Find(string contractKey) => _byContract.GetValueOrDefault(contractKey);

    public void Keep(string contractKey, OrderSnapshot snapshot)
    {
        if (!_byContract.ContainsKey(contractKey))
        {
            _order.Enqueue(contractKey);
        }

        _byContract[contractKey] = snapshot;
        while (_byContract.Count > Most && _order.TryDequeue(out var oldest))
        {
            _byContract.TryRemove(oldest, out _);
        }
    }
}
