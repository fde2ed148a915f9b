using CpqBilling.Engine.Application.Health;

namespace CpqBilling.Web.Api;

/// <param name="Remedy">What to do; null when all is well.</param>
public sealed record ApiCheck(string Check, bool IsWell, string Found, string? Remedy)
{
    public static ApiCheck Of(HealthFinding finding) => new(finding.Check, finding.IsWell, finding.Found, finding.Remedy);
}
