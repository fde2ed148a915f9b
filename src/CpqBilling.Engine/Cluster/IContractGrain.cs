using Orleans.Concurrency;

namespace CpqBilling.Engine.Cluster;

/// <summary>The contracts of one family of an org, on one of the nodes.</summary>
internal interface IContractGrain : IGrainWithStringKey
{
    /// <summary>Works off what is due, under the lease; nothing when somebody else is at it.</summary>
    [OneWay]
    Task WorkAsync(string orgId, string family);
}
