using System.Text;
using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Auth;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Salesforce.Http;

/// <summary>The OAuth endpoints over HTTP.</summary>
internal sealed class AuthEndpoints(TokenEndpoint tokenEndpoint)
{
    public async Task TokenAsync(HttpContext context)
    {
        try
        {
            var form = Form(context);
            await HttpBodies.WriteJsonAsync(context, 200, tokenEndpoint.Answer(form, Origin(context.Request)));
        }
        catch (OAuthError error)
        {
            await HttpBodies.WriteJsonAsync(context, error.Status, new JsonObject { ["error"] = error.Error, ["error_description"] = error.Message });
        }
    }

    public static string Origin(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    private static Dictionary<string, string> Form(HttpContext context)
    {
        var state = RequestState.Of(context);
        var form = ApiUrl.QueryOf(state.Body);
        foreach (var (name, value) in ApiUrl.QueryOf(context.Request.QueryString.Value?.TrimStart('?') ?? ""))
            form.TryAdd(name, value);
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) && Encoding.UTF8.GetString(Convert.FromBase64String(authorization[6..])).Split(':', 2) is [var id, var secret])
            (form["client_id"], form["client_secret"]) = (id, secret);
        return form;
    }
}
