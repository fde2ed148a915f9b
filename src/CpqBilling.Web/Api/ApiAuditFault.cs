namespace CpqBilling.Web.Api;

/// <param name="Org">Empty for the installation.</param>
/// <param name="Number">The entry that was changed, or the first that is missing.</param>
public sealed record ApiAuditFault(string Org, long Number, string What);
