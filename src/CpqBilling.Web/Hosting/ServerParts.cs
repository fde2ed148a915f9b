using CpqBilling.Engine.Installations;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CpqBilling.Web.Hosting;

/// <summary>What people see of a server: which services its pages need and where they are found.</summary>
public sealed record ServerParts(Action<IServiceCollection> AddTo, Action<WebApplication> MapTo)
{
    public static ServerParts Of(Installation installation) =>
        new(services => services.AddBillingPages(installation), application => application.MapBillingPages());
}
