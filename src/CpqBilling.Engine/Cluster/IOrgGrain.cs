using Orleans.Concurrency;

namespace CpqBilling.Engine.Cluster;

/// <summary>One org in the cluster: asks what changed and hands due contracts to <see cref="IContractGrain"/>. Its key is the org's id.</summary>
/// <remarks>Calls only start work; nobody waits for it. Two activations at once do no harm: cursors move by comparison, contracts are leased.</remarks>
internal interface IOrgGrain : IGrainWithStringKey
{
    /// <summary>Sees to it that the org is being looked after.</summary>
    [OneWay]
    Task WakeAsync();

    /// <summary>A contract that was handed out is no longer worked on here.</summary>
    [OneWay]
    Task EndedAsync(string family);
}
