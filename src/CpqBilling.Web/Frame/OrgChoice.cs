using CpqBilling.Engine.Application;
using CpqBilling.Engine.Application.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CpqBilling.Web.Frame;

/// <summary>Which of several connected orgs a person looks at: kept by the browser, changed by an address.</summary>
public static class OrgChoice
{
    public const string Cookie = "org";

    /// <summary>The one that was chosen, the first where it is not to be seen any more, null where there is none.</summary>
    public static OrgFace? Among(IReadOnlyList<OrgFace> orgs, string? chosen) =>
        orgs.FirstOrDefault(org => org.Id == chosen) ?? (orgs.Count > 0 ? orgs[0] : null);

    /// <summary>Those that somebody may see.</summary>
    public static IReadOnlyList<OrgFace> SeenBy(Actor? visitor, IReadOnlyList<OrgFace> orgs) =>
        [.. orgs.Where(org => visitor?.May(Permission.View, org.Id) == true)];

    /// <summary>Where a click leads that changes to an org and then shows a page.</summary>
    public static string Address(string orgId, string page = "/") => $"/org/{Uri.EscapeDataString(orgId)}?page={Uri.EscapeDataString(page)}";

    internal static void MapOrgChoice(this IEndpointRouteBuilder routes) =>
        routes.MapGet(
            "/org/{id}",
            (string id, string? page, HttpContext context) =>
            {
                context.Response.Cookies.Append(
                    Cookie,
                    id,
                    new CookieOptions
                    {
                        HttpOnly = true,
                        SameSite = SameSiteMode.Lax,
                        Secure = context.Request.IsHttps,
                        IsEssential = true,
                        MaxAge = TimeSpan.FromDays(365),
                    }
                );
                return Results.LocalRedirect(IsOurs(page) ? page! : "/");
            }
        );

    /// <summary>Anything else would lead to another host.</summary>
    private static bool IsOurs(string? page) => page is ['/', ..] and not ['/', '/' or '\\', ..];
}
