namespace CpqBilling.Engine.Application.Connections;

/// <param name="KeyEnd">The key's last characters, by which a person recognises it.</param>
/// <param name="Sandbox">Address of a stand-in for Stripe; null for Stripe itself.</param>
public sealed record StripeConnectionView(string Id, string Name, bool IsLive, bool IsPrimary, string KeyEnd, string? Sandbox, bool HasWebhook);
