namespace CpqBilling.Web.Api;

public sealed record ApiEnabled(bool IsEnabled);
