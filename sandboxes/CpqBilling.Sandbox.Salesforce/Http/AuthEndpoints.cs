using System.Text;
using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Auth;
using CpqBilling.Sandbox.Salesforce.Org;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Salesforce.Http;

/// <summary>The OAuth endpoints over HTTP.</summary>
internal sealed class AuthEndpoints(SandboxOrg org, Clients clients, Tokens tokens)
{
    private readonly AuthorizationCodes _codes = new(org.Clock);

    public static string Origin(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    public async Task TokenAsync(HttpContext context)
    {
        try
        {
            var answer = new TokenEndpoint(org, clients, tokens, _codes).Answer(Form(context), Origin(context.Request));
            await HttpBodies.WriteJsonAsync(context, 200, answer);
        }
        catch (OAuthError error)
        {
            await HttpBodies.WriteJsonAsync(context, error.Status, new JsonObject { ["error"] = error.Error, ["error_description"] = error.Message });
        }
    }

    /// <summary>GET shows the login page; POST logs in and sends the browser back with a code.</summary>
    public async Task AuthorizeAsync(HttpContext context)
    {
        var form = Form(context);
        if (
            clients.Find(form.GetValueOrDefault("client_id")) is null
            || !Uri.TryCreate(form.GetValueOrDefault("redirect_uri"), UriKind.Absolute, out var redirect)
        )
        {
            context.Response.StatusCode = 400;
            await HttpBodies.WriteAsync(
                context,
                "error=invalid_client_id&error_description=client%20identifier%20invalid"u8.ToArray(),
                "text/plain; charset=utf-8"
            );
            return;
        }
        var isPost = HttpMethods.IsPost(context.Request.Method);
        var isKnown = org.Users.ContainsKey(form.GetValueOrDefault("username") ?? "") && Passwords.IsRight(form.GetValueOrDefault("password"));
        if (!isPost || !isKnown)
        {
            var problem = isPost ? "Please check your username and password." : null;
            await HttpBodies.WriteAsync(context, Encoding.UTF8.GetBytes(LoginPage.Html(form, org, problem)), "text/html; charset=utf-8");
            return;
        }
        var code = _codes.Issue(
            form["client_id"],
            form["redirect_uri"],
            form["username"],
            form.GetValueOrDefault("code_challenge"),
            form.GetValueOrDefault("code_challenge_method")
        );
        var state = form.TryGetValue("state", out var given) ? "&state=" + Uri.EscapeDataString(given) : "";
        context.Response.Redirect($"{redirect}{(redirect.Query.Length > 0 ? '&' : '?')}code={Uri.EscapeDataString(code)}{state}");
    }

    public async Task RevokeAsync(HttpContext context)
    {
        if (tokens.Revoke(Form(context).GetValueOrDefault("token") ?? ""))
            return;
        await HttpBodies.WriteJsonAsync(
            context,
            400,
            new JsonObject { ["error"] = "unsupported_token_type", ["error_description"] = "this token is not supported" }
        );
    }

    public Task UserInfoAsync(HttpContext context) => WhoAsync(context, user => Identity.UserInfo(org, user, Origin(context.Request)));

    public Task IdentityAsync(HttpContext context) => WhoAsync(context, user => Identity.ById(org, user, Origin(context.Request)));

    private async Task WhoAsync(HttpContext context, Func<OrgUser, JsonObject> answer)
    {
        var token =
            BearerToken.Of(context.Request) ?? Form(context).GetValueOrDefault("access_token") ?? Form(context).GetValueOrDefault("oauth_token");
        if (tokens.UserOf(token) is { } user)
        {
            await HttpBodies.WriteJsonAsync(context, 200, answer(user));
            return;
        }
        context.Response.StatusCode = 403;
        await HttpBodies.WriteAsync(context, "Bad_OAuth_Token"u8.ToArray(), "text/html; charset=utf-8");
    }

    private static Dictionary<string, string> Form(HttpContext context)
    {
        var form = ApiUrl.QueryOf(RequestState.Of(context).Body);
        foreach (var (name, value) in ApiUrl.QueryOf(context.Request.QueryString.Value?.TrimStart('?') ?? ""))
            form.TryAdd(name, value);
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) && Basic(authorization[6..]) is [var id, var secret])
            (form["client_id"], form["client_secret"]) = (Uri.UnescapeDataString(id), Uri.UnescapeDataString(secret));
        return form;
    }

    private static string[] Basic(string encoded)
    {
        var buffer = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, buffer, out var length) ? Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2) : [];
    }
}
