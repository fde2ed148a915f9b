using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Auth;
using CpqBilling.Sandbox.Salesforce.Fixtures;
using CpqBilling.Sandbox.Salesforce.Http;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Salesforce.Control;

/// <summary><c>/_sandbox</c>: the strings behind the stage. Clock, fixtures, faults, logs, connected apps.</summary>
internal sealed class ControlApi(SandboxOrg org, SandboxServices services)
{
    public async Task HandleAsync(HttpContext context)
    {
        var state = RequestState.Of(context);
        try
        {
            var body =
                state.Body.Length == 0 ? [] : JsonNode.Parse(state.Body) as JsonObject ?? throw new FormatException("The body must be an object.");
            var answer = Answer($"{context.Request.Method} {state.Path["/_sandbox".Length..].Trim('/')}", body);
            await HttpBodies.WriteJsonAsync(
                context,
                answer is null ? 404 : 200,
                answer ?? new JsonObject { ["error"] = "There is no such control." }
            );
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException or Api.SalesforceError)
        {
            await HttpBodies.WriteJsonAsync(context, 400, new JsonObject { ["error"] = error.Message });
        }
    }

    private JsonNode? Answer(string request, JsonObject body) =>
        request switch
        {
            "GET clock" => Clock(),
            "POST clock" => SetClock(body),
            "GET fixtures" => org.Read(() => FixtureDump.Of(org)),
            "POST fixtures" => LoadFixtures(body),
            "GET ids" => Ids(),
            "GET requests" => services.Requests.ToJson(),
            "DELETE requests" => Done(services.Requests.Clear),
            "GET writes" => services.Writes.ToJson(),
            "DELETE writes" => Done(services.Writes.Clear),
            "POST faults" => Done(() => services.Faults.Add(Fault.Read(body))),
            "DELETE faults" => Done(services.Faults.Clear),
            "POST usage" => Done(() => services.Usage.Set((int?)body["max"]?.GetValue<double>(), (int?)body["used"]?.GetValue<double>())),
            "POST clients" => Done(() => services.Clients.Register(Client(body))),
            "GET org" => Cpq.OrgControl.Get(org),
            "POST events/managed" => Events.ManagedControl.Define(services.Managed, services.Events, body),
            "POST events/gap" => Events.GapControl.Publish(org, services.Events, body),
            "POST generate" => Generator.GenerateControl.Run(org, body),
            "POST org" => Cpq.OrgControl.Set(org, body),
            "POST reset" => Done(Reset),
            _ => null,
        };

    private JsonObject Clock() =>
        new()
        {
            ["frozenAt"] = org.Clock.FrozenAt?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
            ["now"] = org.Clock.Now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
        };

    /// <summary>A case file writes instants as text; seconds since 1970 are taken too.</summary>
    private JsonObject SetClock(JsonObject body)
    {
        org.Clock.FrozenAt = body["frozenAt"] switch
        {
            null => null,
            JsonValue value when value.GetValueKind() == JsonValueKind.Number => DateTimeOffset.FromUnixTimeSeconds(value.GetValue<long>()),
            var value => FieldInput.Instant(value.GetValue<string>())
                ?? throw new FormatException("frozenAt must be an instant such as 2024-02-01T00:00:00Z."),
        };
        return Clock();
    }

    private JsonObject LoadFixtures(JsonObject body)
    {
        services.Fixtures.Load(body);
        return Ids();
    }

    private JsonObject Ids() => new([.. services.Fixtures.Ids.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))]);

    private static ConnectedApp Client(JsonObject body) =>
        new(
            body["id"]?.GetValue<string>() ?? throw new FormatException("id is required."),
            body["secret"]?.GetValue<string>(),
            body["certificate"]?.GetValue<string>(),
            body["username"]?.GetValue<string>() ?? Seed.IntegrationUsername
        );

    private void Reset()
    {
        org.Reset();
        services.Fixtures.Clear();
        services.Requests.Clear();
        services.Writes.Clear();
        services.Faults.Clear();
        services.Events.Log.Clear();
        services.Usage.Reset();
    }

    private static JsonObject Done(Action action)
    {
        action();
        return new JsonObject { ["done"] = true };
    }
}
