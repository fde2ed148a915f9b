using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Installations;

namespace CpqBilling.Engine.Application.Connections;

/// <summary>What came of trying a Stripe key: a closed union.</summary>
public abstract record KeyTrial
{
    private KeyTrial() { }

    /// <param name="Warning">What to think about before it is kept; null for nothing.</param>
    public sealed record Tried(StripeAccountDescription Account, ImmutableArray<PermissionProbe> Probes, string? Warning) : KeyTrial
    {
        public bool CanBeKept => Probes.All(probe => probe.Works);
    }

    public sealed record Refused(SyncError Error) : KeyTrial;
}
