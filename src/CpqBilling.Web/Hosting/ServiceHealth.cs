using System.Security.Cryptography;
using CpqBilling.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CpqBilling.Web.Hosting;

/// <summary><c>/livez</c>: the process answers. <c>/readyz</c>: its database, with every migration, and its keys can be used. Outages of Stripe or Salesforce are neither.</summary>
internal static class ServiceHealth
{
    public static void AddServiceHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database").AddCheck<KeyCheck>("keys");

    public static void MapServiceHealth(this WebApplication application)
    {
        application.MapHealthChecks("/livez", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        application.MapHealthChecks("/readyz", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(
            new { status = Word(report.Status), checks = report.Entries.ToDictionary(entry => entry.Key, entry => Word(entry.Value.Status)) }
        );

    private static string Word(HealthStatus status) => status == HealthStatus.Healthy ? "ready" : "not ready";

    private sealed class DatabaseCheck(IDbContextFactory<BillingDb> databases) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await using var db = databases.CreateDbContext();
            return await db.Installations.AnyAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
        }
    }

    private sealed class KeyCheck(IDataProtectionProvider protection) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var protector = protection.CreateProtector("CpqBilling.Health");
            try
            {
                return Task.FromResult(
                    protector.Unprotect(protector.Protect("ready")) == "ready" ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy()
                );
            }
            catch (CryptographicException error)
            {
                return Task.FromResult(HealthCheckResult.Unhealthy(exception: error));
            }
        }
    }
}
