using CpqBilling.Engine.Application.Access;

namespace CpqBilling.Web.Access;

/// <summary>Where else people may sign in.</summary>
/// <param name="Provider">Null where nowhere.</param>
internal sealed record SingleSignOnChoice(SingleSignOnProvider? Provider);
