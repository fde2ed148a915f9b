using CpqBilling.Engine.Application;
using CpqBilling.Engine.Application.Connections;
using CpqBilling.Engine.Installations;
using CpqBilling.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace CpqBilling.Web.Hosting;

/// <summary>Plugs the pages and the API of an installation into its server.</summary>
public static class BillingPages
{
    public static void AddBillingPages(this IServiceCollection services, Installation installation)
    {
        services.AddSingleton(installation);
        services.AddSingleton<ConnectionBook>();
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
        application.Use(LoopbackOnly.CheckAsync);
        application.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        application.UseAntiforgery();
        application.MapStaticAssets();
        application.MapExports();
        application.MapOrgChoice();
        application.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }
}
