using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CpqBilling.Sandbox.Stripe.Pages;

/// <summary>Plugs the pages for people into the server.</summary>
internal static class PageSetup
{
    public static void AddPages(this IServiceCollection services, SandboxState state, RequestLog log)
    {
        services.AddSingleton(state);
        services.AddSingleton(log);
    }

    public static void MapPages(this WebApplication application) => _ = application;
}
