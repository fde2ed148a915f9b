using System.Text;
using CpqBilling.Sandbox.Stripe.Protocol;
using CpqBilling.Sandbox.Stripe.State;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Stripe.Tests.Silence;

/// <summary>The server's own way of a request, entered without a network: thousands of requests take seconds.</summary>
internal sealed class Door
{
    public static readonly DateTimeOffset Now = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly Pipeline _pipeline = new(
        new SandboxState(new SandboxClock(Now), new KindTable(Resources.Kinds)),
        Resources.Routes(),
        new RequestLog(),
        new RequestGates()
    );

    public async Task<(int Status, JsonObject Body)> SendAsync(string key, string method, string path, string form)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        http.Request.Path = path;
        http.Request.Headers.Authorization = $"Bearer {key}";
        if (method == "POST")
        {
            var body = Encoding.UTF8.GetBytes(form);
            (http.Request.Body, http.Request.ContentLength) = (new MemoryStream(body), body.Length);
        }
        else if (form.Length > 0)
        {
            http.Request.QueryString = new QueryString("?" + form);
        }

        using var answer = new MemoryStream();
        http.Response.Body = answer;
        await _pipeline.HandleAsync(http);
        return (http.Response.StatusCode, JsonNode.Parse(answer.ToArray())!.AsObject());
    }
}
