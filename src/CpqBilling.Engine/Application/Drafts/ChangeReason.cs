namespace CpqBilling.Engine.Application.Drafts;

/// <summary>Who changes a configuration, and why.</summary>
public sealed record ChangeReason(string By, string Reason);
