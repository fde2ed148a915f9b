using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Stripe.Pages;

/// <summary>What a person asks for on a page goes through the API's own endpoints, so the same rules hold.</summary>
internal static class PageCall
{
    /// <summary>Null when it was done, else the refusal.</summary>
    public static string? Make(Account account, string path, params (string Name, string Value)[] fields)
    {
        var (route, ids) = Resources.Routes().Match("POST", path)!.Value;
        var form = new RawNode();
        foreach (var (name, value) in fields)
        {
            form.Child(name).Text = value;
        }

        try
        {
            account.DueHandler.CatchUp();
            route.Handle(new ApiCall(account, new Parameters(form), ids, ApiVersions.Current, path));
            return null;
        }
        catch (RefusalException refusal)
        {
            return refusal.Message;
        }
        finally
        {
            // What was refused may have had effects, a declined charge for one.
            account.Save?.Invoke();
        }
    }

    /// <summary>Null when the form was sent by a page of somebody else.</summary>
    public static async Task<IFormCollection?> FormAsync(HttpContext http)
    {
        var origin = http.Request.Headers["Sec-Fetch-Site"].ToString();
        return origin is "" or "same-origin" or "none" && http.Request.HasFormContentType
            ? await http.Request.ReadFormAsync(http.RequestAborted)
            : null;
    }

    public static IResult Back(string address, string? problem) =>
        Results.Redirect(problem is null ? address : $"{address}?problem={Uri.EscapeDataString(problem)}");
}
