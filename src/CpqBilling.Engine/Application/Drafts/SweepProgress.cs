namespace CpqBilling.Engine.Application.Drafts;

/// <summary>How far looking through contracts has come.</summary>
public sealed record SweepProgress(int Done, int Of);
