namespace CpqBilling.Engine.Application.Alerts;

/// <param name="Secret">With which webhooks are signed, shown this once; null for other kinds.</param>
public sealed record MadeDestination(string Id, string? Secret);
