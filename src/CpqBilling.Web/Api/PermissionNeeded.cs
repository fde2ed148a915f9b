using CpqBilling.Engine.Application.Access;

namespace CpqBilling.Web.Api;

/// <summary>Stands at an address below an org: what the caller must be allowed there.</summary>
public sealed record PermissionNeeded(Permission Permission);
