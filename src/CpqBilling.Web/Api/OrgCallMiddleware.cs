using CpqBilling.Engine.Application;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Web.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CpqBilling.Web.Api;

/// <summary>Before a call on an org is read: may the caller make it there? An org that the caller may not see is not there.</summary>
internal static class OrgCallMiddleware
{
    public static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<PermissionNeeded>() is not { } needed)
        {
            await next(context);
            return;
        }

        var actor = ActorClaims.Of(context.User)!;
        var id = (string?)context.GetRouteValue("org") ?? "";
        var refusal =
            !actor.May(Permission.View, id) ? ApiProblem.NotFound("No such org.", "The key does not open an org with this id.")
            : !actor.May(needed.Permission, id)
                ? ApiProblem.Of(StatusCodes.Status403Forbidden, "The key may not do this.", new NotPermittedException(needed.Permission).Message)
            : null;
        if (refusal is null)
        {
            var org = await context.RequestServices.GetRequiredService<IOrgApplications>().FindAsync(id, context.RequestAborted);
            refusal = org is null
                ? ApiProblem.NotFound("No such org.", "There is none with this id, or no Stripe account is connected to it yet.")
                : null;
            if (org is not null)
            {
                new OrgCall(org, actor).Keep(context);
            }
        }

        await (refusal is null ? next(context) : refusal.ExecuteAsync(context));
    }
}
