namespace CpqBilling.Web.Api;

/// <param name="Key">Shown this once.</param>
public sealed record ApiMadeKey(string Key);
