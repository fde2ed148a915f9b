namespace CpqBilling.Engine.Service;

/// <summary>What the workers of a service share.</summary>
public sealed record ServiceParts(WorkRhythm Rhythm, RunFeed Feed, PublicAddress Address);
