using CpqBilling.Engine.Application.Access;

namespace CpqBilling.Engine.Application.Drafts;

/// <summary>Who changes a configuration, and why.</summary>
public sealed record ChangeReason(Actor By, string Reason);
