namespace CpqBilling.Web.Api;

/// <param name="Secret">With which webhooks are signed; null for other kinds.</param>
public sealed record ApiMadeDestination(string Id, string? Secret);
