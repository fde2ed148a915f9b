using System.Net;
using System.Text;
using CpqBilling.Sandbox.Salesforce.Auth;
using CpqBilling.Sandbox.Salesforce.Org;

namespace CpqBilling.Sandbox.Salesforce.Http;

/// <summary>The page people log in on when an application asks for access.</summary>
internal static class LoginPage
{
    private static readonly string[] Carried =
    [
        "response_type",
        "client_id",
        "redirect_uri",
        "state",
        "code_challenge",
        "code_challenge_method",
        "scope",
    ];

    public static string Html(IReadOnlyDictionary<string, string> request, SandboxOrg org, string? problem)
    {
        var page = new StringBuilder(
            """
            <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Login | Salesforce sandbox</title><style>
            body{font-family:sans-serif;background:#f4f6f9;display:flex;justify-content:center;padding-top:10vh}
            form{background:#fff;padding:2rem;border-radius:.5rem;box-shadow:0 1px 4px #0003;width:22rem}
            label{display:block;margin:1rem 0 .3rem}input,select,button{width:100%;padding:.5rem;box-sizing:border-box}
            button{margin-top:1.5rem;background:#0b5cab;color:#fff;border:0;border-radius:.25rem}.problem{color:#b00}small{color:#555}
            </style></head><body><form method="post" action="/services/oauth2/authorize"><h1>Salesforce sandbox</h1>
            """
        );
        page.Append(
            System.Globalization.CultureInfo.InvariantCulture,
            $"<p>Allow access to <b>{Encode(request.GetValueOrDefault("client_id"))}</b>?</p>"
        );
        if (problem is not null)
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"<p class=\"problem\" role=\"alert\">{Encode(problem)}</p>");
        foreach (var name in Carried.Where(request.ContainsKey))
            page.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"<input type=\"hidden\" name=\"{name}\" value=\"{Encode(request[name])}\">"
            );
        page.Append("<label for=\"username\">User name</label><select id=\"username\" name=\"username\">");
        foreach (var user in org.Users.Values)
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"<option>{Encode(user.Username)}</option>");
        page.Append(
            System.Globalization.CultureInfo.InvariantCulture,
            $"""
            </select><label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" value="{Passwords.Everybodys}">
            <small>Everybody's password in the sandbox is {Passwords.Everybodys}.</small><button type="submit" name="allow" value="yes">Log In and Allow</button></form></body></html>
            """
        );
        return page.ToString();
    }

    private static string Encode(string? text) => WebUtility.HtmlEncode(text ?? "");
}
