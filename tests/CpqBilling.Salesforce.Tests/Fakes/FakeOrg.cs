using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CpqBilling.Salesforce.Tests.Fakes;

/// <summary>A request as it arrived.</summary>
internal sealed record Seen(string Method, string Path, string Body, string? Authorization)
{
    public bool IsLogin => Path.StartsWith("/services/oauth2/", StringComparison.Ordinal);

    /// <summary>The parts of a composite, by reference.</summary>
    public IReadOnlyDictionary<string, JsonElement> Parts =>
        JsonElement.Parse(Body).GetProperty("compositeRequest").EnumerateArray().ToDictionary(part => part.GetProperty("referenceId").GetString()!);

    /// <summary>The SOQL of a part.</summary>
    public string Soql(string reference)
    {
        var url = Parts[reference].GetProperty("url").GetString()!;
        return Uri.UnescapeDataString(url[(url.IndexOf("?q=", StringComparison.Ordinal) + 3)..]);
    }
}

/// <summary>Plays an org: answers each API request with the next of the scripted answers and keeps what was asked.</summary>
internal sealed class FakeOrg
{
    public const string Url = "https://acme.my.salesforce.test";
    private readonly Queue<Func<Seen, HttpResponseMessage>> _answers = [];
    private readonly Queue<Func<HttpResponseMessage>> _logins = [];
    private readonly Lock _gate = new();
    private int _tokens;

    public List<Seen> Requests { get; } = [];

    public IReadOnlyList<Seen> ApiRequests => [.. Requests.Where(request => !request.IsLogin)];

    public IReadOnlyList<Seen> Logins => [.. Requests.Where(request => request.IsLogin)];

    public SalesforceSession Session(SalesforceAuth? auth = null, string ns = "", int repeats = 3) =>
        new(
            new HttpClient(new Handler(this)),
            new SalesforceConnection
            {
                InstanceUrl = new Uri(Url),
                Auth = auth ?? new SalesforceAuth.ClientCredentials("client", "secret"),
                Namespace = ns,
            },
            retry: new RetryRules(repeats, TimeSpan.FromTicks(1))
        );

    public FakeOrg Answer(HttpStatusCode status, string body, string contentType = "application/json", string? limitInfo = null) =>
        Answer(_ => Response(status, body, contentType, limitInfo));

    public FakeOrg Answer(Func<Seen, HttpResponseMessage> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public FakeOrg Drop() => Answer(_ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone"));

    public FakeOrg Login(HttpStatusCode status, string body)
    {
        _logins.Enqueue(() => Response(status, body));
        return this;
    }

    /// <summary>Answers a composite: a status and a body for each reference that is named; an empty result for other queries.</summary>
    public FakeOrg Composite(params (string Reference, int Status, string Body)[] parts) =>
        Answer(request =>
        {
            var list = new JsonArray();
            foreach (var reference in request.Parts.Keys)
            {
                var (status, body) = parts.Where(part => part.Reference == reference).Select(part => (part.Status, part.Body)).FirstOrDefault();
                list.Add(
                    new JsonObject
                    {
                        ["body"] = JsonNode.Parse(body ?? """{"totalSize":0,"done":true,"records":[]}"""),
                        ["httpHeaders"] = new JsonObject(),
                        ["httpStatusCode"] = status == 0 ? 200 : status,
                        ["referenceId"] = reference,
                    }
                );
            }

            return Response(HttpStatusCode.OK, new JsonObject { ["compositeResponse"] = list }.ToJsonString());
        });

    public static string Rows(params string[] rows) => $$"""{"totalSize":{{rows.Length}},"done":true,"records":[{{string.Join(",", rows)}}]}""";

    public static string Error(string code, string message = "no") => $$"""[{"message":"{{message}}","errorCode":"{{code}}"}]""";

    private HttpResponseMessage Respond(Seen seen)
    {
        lock (_gate)
        {
            Requests.Add(seen);
            if (seen.IsLogin)
            {
                return _logins.TryDequeue(out var login) ? login() : Token();
            }

            Assert.True(_answers.TryDequeue(out var answer), $"unexpected request {seen.Method} {seen.Path}");
            return answer(seen);
        }
    }

    private sealed class Handler(FakeOrg org) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            Assert.Equal(Url, request.RequestUri!.GetLeftPart(UriPartial.Authority));
            return org.Respond(new Seen(request.Method.Method, request.RequestUri.PathAndQuery, body, request.Headers.Authorization?.ToString()));
        }
    }

    private HttpResponseMessage Token() =>
        Response(
            HttpStatusCode.OK,
            $$"""{"access_token":"token-{{++_tokens}}","instance_url":"{{Url}}","id":"{{Url}}/id/00D000000000062EAA/005000000000001AAA","token_type":"Bearer"}"""
        );

    private static HttpResponseMessage Response(HttpStatusCode status, string body, string contentType = "application/json", string? limitInfo = null)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, contentType) };
        if (limitInfo is not null)
        {
            response.Headers.Add("Sforce-Limit-Info", limitInfo);
        }

        return response;
    }
}
