using NodaTime;

namespace CpqBilling.Web.Api;

/// <param name="Org">Null opens every org.</param>
/// <param name="Scopes">read, operate, administer, install or package.</param>
/// <param name="EndsAt">Null lets it work until it is ended.</param>
public sealed record ApiNewKey(string Name, string? Org, string[] Scopes, Instant? EndsAt);
