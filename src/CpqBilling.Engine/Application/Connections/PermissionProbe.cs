namespace CpqBilling.Engine.Application.Connections;

/// <summary>What a key may do, found out by a request that can make nothing.</summary>
/// <param name="Permission">By the word of Stripe's Dashboard.</param>
/// <param name="Remedy">What to change; null where it works.</param>
public sealed record PermissionProbe(string Permission, bool Works, string? Remedy);
