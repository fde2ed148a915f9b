using CpqBilling.Engine.Installations;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CpqBilling.Web.Hosting;

/// <summary>Plugs the pages and the API of an installation into its server.</summary>
public static class BillingPages
{
    public static void AddBillingPages(this IServiceCollection services, Installation installation) => services.AddSingleton(installation);

    public static void MapBillingPages(this WebApplication application) => application.MapGet("/", () => "CpqBilling");
}
