namespace CpqBilling.Web.Api;

/// <param name="IsDraft">The order is not activated yet; it is shown as it will be.</param>
/// <param name="Requests">How many requests a sync would send to Stripe.</param>
public sealed record ApiPreview(string OrderId, string Number, bool IsDraft, int Requests, ApiContract Contract);
