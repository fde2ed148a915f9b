using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CpqBilling.Sandbox.Salesforce.Http;

/// <summary>What the first middleware read of a request: its raw target and its body.</summary>
internal sealed record RequestState(string Target, string Body)
{
    public string Path => Target.Split('?', 2)[0];

    public static RequestState Of(HttpContext context) =>
        context.Features.Get<RequestState>() ?? throw new InvalidOperationException("The request was not read.");

    /// <summary>The target as the client sent it: an external id may hold an encoded slash. An instance address stored with a slash at its end makes two at the start.</summary>
    public static string RawTarget(HttpContext context)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var target = raw.StartsWith('/') ? raw : new Uri(raw).PathAndQuery;
        return target.StartsWith("//", StringComparison.Ordinal) ? "/" + target.TrimStart('/') : target;
    }
}
