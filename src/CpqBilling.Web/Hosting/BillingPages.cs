using CpqBilling.Engine.Application;
using CpqBilling.Engine.Application.Alerts;
using CpqBilling.Engine.Application.Connections;
using CpqBilling.Engine.Installations;
using CpqBilling.Web.Access;
using CpqBilling.Web.Api;
using CpqBilling.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace CpqBilling.Web.Hosting;

/// <summary>Plugs the pages and the API of an installation into its server.</summary>
public static class BillingPages
{
    private static readonly string[] Programs = ["/api", "/webhooks", "/_blazor", "/openapi", ApiReading.Address];

    public static void AddBillingPages(this IServiceCollection services, Installation installation, ServerOptions options)
    {
        services.AddAccess(installation, options.LetsGuestsIn, options.SingleSignOn);
        services.AddSingleton(options.Outgoing);
        services.AddApiDescription();
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        services.AddSingleton(installation);
        services.AddSingleton<ConnectionBook>();
        services.AddSingleton<DestinationBook>();
        services.AddSingleton<AlertList>();
        services.AddBillingPages(new InstalledOrgs(installation));
    }

    public static void AddBillingPages(this IServiceCollection services, IOrgApplications orgs)
    {
        services.AddSingleton(orgs);
        services.AddHttpContextAccessor();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddScoped<Toaster>();
    }

    public static void MapBillingPages(this WebApplication application)
    {
        application.Use(PageHeaders.AddAsync);
        application.Use(OriginCheck.CheckAsync);
        application.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        application.Use(AnswerProgramsAsync);
        application.UseAuthentication();
        application.UseRateLimiter();
        application.UseAuthorization();
        application.UseAntiforgery();
        application.MapStaticAssets().AllowAnonymous();
        application.MapApi();
        application.MapAccess();
        application.MapExports();
        application.MapOrgChoice();
        application.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }

    /// <summary>A status without text becomes a page for people only: programs get the status.</summary>
    private static Task AnswerProgramsAsync(HttpContext context, RequestDelegate next)
    {
        var isForPeople = HttpMethods.IsGet(context.Request.Method) && !Programs.Any(path => context.Request.Path.StartsWithSegments(path));
        if (!isForPeople && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        return next(context);
    }
}
