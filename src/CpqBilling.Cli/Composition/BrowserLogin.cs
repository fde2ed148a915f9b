using System.Net;
using CpqBilling.Salesforce;

namespace CpqBilling.Cli.Composition;

/// <summary>The web-server flow from a terminal: a browser signs in and comes back to a port of this machine.</summary>
internal static class BrowserLogin
{
    public const string CallbackPath = "/callback";

    /// <summary>Prints the page to open and waits until the browser returns.</summary>
    public static async Task<SalesforceAuth> SignInAsync(WebServerLogin login, HttpClient http, TextWriter output, CancellationToken cancellation)
    {
        using var listener = Listen(login.RedirectUrl);
        await output.WriteLineAsync($"Open this page in a browser and sign in:{Environment.NewLine}{login.AuthorizeUrl}");
        var code = await CodeAsync(listener, login, cancellation);
        return await login.RedeemAsync(http, code, cancellation) switch
        {
            SalesforceAnswer<SalesforceAuth.RefreshToken>.Found found => found.Value,
            SalesforceAnswer<SalesforceAuth.RefreshToken>.Refused refused => throw new CommandException(ErrorText.Of(refused.Error)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static HttpListener Listen(Uri redirect)
    {
        var listener = new HttpListener();
        listener.Prefixes.Add($"{redirect.GetLeftPart(UriPartial.Authority)}/");
        try
        {
            listener.Start();
            return listener;
        }
        catch (HttpListenerException error)
        {
            throw new CommandException($"{redirect} cannot be listened on; name another port with --port. {error.Message}");
        }
    }

    private static async Task<string> CodeAsync(HttpListener listener, WebServerLogin login, CancellationToken cancellation)
    {
        while (true)
        {
            var context = await listener.GetContextAsync().WaitAsync(cancellation);
            var query = context.Request.QueryString;
            if (context.Request.Url?.AbsolutePath != CallbackPath || query["state"] != login.State)
            {
                // Browsers ask for icons; whoever does not know the state did not come from us.
                context.Response.StatusCode = (int)HttpStatusCode.NotFound;
                context.Response.Close();
                continue;
            }

            var code = query["code"];
            await AnswerAsync(context, code is null ? "Signing in failed." : "Signed in. This page can be closed.", cancellation);
            return code
                ?? throw new CommandException($"Salesforce refused to sign in: {query["error_description"] ?? query["error"] ?? "no reason given"}");
        }
    }

    private static async Task AnswerAsync(HttpListenerContext context, string text, CancellationToken cancellation)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), cancellation);
        context.Response.Close();
    }
}
