namespace CpqBilling.Web.Api;

/// <param name="Delivery">Its id; it stands among the deliveries of the destination.</param>
public sealed record ApiTried(string Delivery);
