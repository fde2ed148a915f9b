using CpqBilling.Web.Orders;
using CpqBilling.Web.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace CpqBilling.Web.Hosting;

/// <summary>Plugs the pages into a server: orders, their timelines and runs, and the health endpoint.</summary>
public static class DemoPages
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; form-action 'self'";

    public static void AddDemoPages(this IServiceCollection services, OrderBoard board, PageFacts facts, IOrderSync sync)
    {
        services.AddSingleton(board);
        services.AddSingleton(facts);
        services.AddSingleton(sync);
        services.AddSingleton(new RunReader(facts.Database, facts.OrgId));
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
    }

    public static void MapDemoPages(this WebApplication application)
    {
        application.Use(AddHeaders);
        application.UseStatusCodePagesWithReExecute("/not-found");
        application.UseAntiforgery();
        application.MapGet("/healthz", () => Results.Text("ok"));
        application.MapGet("/favicon.ico", () => Results.NoContent());
        application.MapStaticAssets();
        application.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }

    private static Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "same-origin";
        return next(context);
    }
}
