using Microsoft.AspNetCore.Http;

namespace CpqBilling.Web.Access;

/// <summary>A cookie that belongs to this host alone and to no path: browsers take it only with Secure, also on the loopback.</summary>
/// <remarks>The framework would refuse to make one for a request without TLS; those come from this machine or from a proxy that ends it.</remarks>
internal sealed class HostCookie : CookieBuilder
{
    public HostCookie(string name, SameSiteMode sameSite)
    {
        Name = "__Host-" + name;
        Path = "/";
        HttpOnly = true;
        SameSite = sameSite;
        SecurePolicy = CookieSecurePolicy.None;
        IsEssential = true;
    }

    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var options = base.Build(context, expiresFrom);
        options.Secure = true;
        return options;
    }
}
