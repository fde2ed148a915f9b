using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CpqBilling.Web.Telemetry;

/// <summary>Metrics and traces by OpenTelemetry: a page for Prometheus (<c>metrics</c>), and OTLP where the standard variables name a receiver.</summary>
internal static class TelemetrySetup
{
    public const string MetricsPage = "/metrics";
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<BillingMeter>();
        services.AddHostedService<SyncMetrics>();
        services.AddSingleton<QueueMetrics>();
        services.AddHostedService(provider => provider.GetRequiredService<QueueMetrics>());
        var (isScraped, isSent) = (IsScraped(configuration), Environment.GetEnvironmentVariable(Endpoint) is { Length: > 0 });
        if (!isScraped && !isSent)
        {
            return;
        }

        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("cpqbilling", serviceVersion: Version));
        telemetry.WithMetrics(metrics => Configure(metrics, isScraped));
        if (isSent)
        {
            telemetry.WithTracing(Configure).UseOtlpExporter();
        }
    }

    /// <summary>The page names no org and no customer; whoever reaches the port may read it.</summary>
    public static void MapTelemetry(this WebApplication application, IConfiguration configuration)
    {
        if (IsScraped(configuration))
        {
            application.MapPrometheusScrapingEndpoint(MetricsPage).AllowAnonymous();
        }
    }

    private static string? Version => typeof(TelemetrySetup).Assembly.GetName().Version?.ToString(3);

    internal static bool IsScraped(IConfiguration configuration) =>
        configuration["metrics"] switch
        {
            null or "" or "off" => false,
            "prometheus" => true,
            var other => throw new InstallationException($"{other} is no value of the setting metrics: write prometheus or off."),
        };

    private static void Configure(MeterProviderBuilder metrics, bool isScraped)
    {
        metrics.AddMeter(BillingMeter.Name).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation();
        if (isScraped)
        {
            metrics.AddPrometheusExporter();
        }
    }

    private static void Configure(TracerProviderBuilder traces) =>
        traces
            .AddSource(BillingActivities.SourceName)
            .AddAspNetCoreInstrumentation(server => server.Filter = context => !IsProbe(context.Request.Path))
            .AddHttpClientInstrumentation(client =>
                client.EnrichWithHttpResponseMessage = (span, response) =>
                {
                    if (response.Headers.TryGetValues("Request-Id", out var ids))
                    {
                        span.SetTag("stripe.request_id", string.Join(',', ids));
                    }
                }
            );

    private static bool IsProbe(Microsoft.AspNetCore.Http.PathString path) =>
        path.StartsWithSegments("/livez") || path.StartsWithSegments("/readyz") || path == MetricsPage;
}
