using System.Net;
using System.Text.RegularExpressions;

namespace CpqBilling.Cli.Tests.Access;

/// <summary>A browser without screen: keeps cookies, also Secure ones on the loopback as browsers do, and fills in forms.</summary>
internal sealed partial class SignedInBrowser(Uri home) : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = home };
    private readonly Dictionary<string, string> _cookies = [];
    private string _token = "";

    public IReadOnlyDictionary<string, string> Cookies => _cookies;

    public void Keep(string name, string value) => _cookies[name] = value;

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        var answer = await _http.SendAsync(request, Xunit.TestContext.Current.CancellationToken);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var (name, value) = (cookie.Split('=', 2)[0], cookie.Split('=', 2)[1].Split(';')[0]);
            _cookies[name] = value;
        }

        return answer;
    }

    /// <summary>Opens a page and remembers the token of its forms.</summary>
    public async Task<(HttpStatusCode Status, string Text)> OpenAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);
        var text = await answer.Content.ReadAsStringAsync(Xunit.TestContext.Current.CancellationToken);
        if (Token().Match(text) is { Success: true } found)
        {
            _token = found.Groups[1].Value;
        }

        return (answer.StatusCode, text);
    }

    /// <summary>Posts a form of the page that was opened last.</summary>
    public async Task<(HttpStatusCode Status, string? To, string Text)> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        var form = fields.Append(("__RequestVerificationToken", _token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2));
        using var content = new FormUrlEncodedContent(form);
        using var answer = await SendAsync(HttpMethod.Post, path, content);
        var text = await answer.Content.ReadAsStringAsync(Xunit.TestContext.Current.CancellationToken);
        return (answer.StatusCode, answer.Headers.Location?.ToString(), text);
    }

    public async Task<(HttpStatusCode Status, string? To, string Text)> SignInAsync(string email, string password)
    {
        await OpenAsync("/sign-in");
        return await PostAsync("/sign-in?back=/account", ("_handler", "password"), ("Email", email), ("Password", password));
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
