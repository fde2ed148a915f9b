using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Stripe.Control;

/// <summary>Endpoints for tests and operators, outside of what the real service has.</summary>
internal static class ControlEndpoints
{
    internal sealed record ClockBody(DateTimeOffset? FrozenAt);

    internal sealed record AdvanceBody(DateTimeOffset To);

    internal sealed record WallClockBody(long OffsetSeconds);

    internal sealed record SeedBody(ulong Seed);

    public static void Map(WebApplication application, SandboxState state, RequestLog log)
    {
        application.MapGet("/_sandbox/clock", () => Clock(state));
        application.MapPost(
            "/_sandbox/clock",
            (ClockBody body) =>
            {
                state.Clock.FrozenAt = body.FrozenAt?.ToUnixTimeSeconds();
                state.CatchUp();
                return Clock(state);
            }
        );
        application.MapPost(
            "/_sandbox/clock/advance",
            (AdvanceBody body) =>
            {
                var target = body.To.ToUnixTimeSeconds();
                if (target < state.Clock.BaseNow)
                {
                    return Results.BadRequest(new { error = "The clock cannot go back; set it with POST /_sandbox/clock." });
                }

                state.Clock.FrozenAt = target;
                state.CatchUp();
                return Clock(state);
            }
        );
        application.MapPost(
            "/_sandbox/wall_clock",
            (WallClockBody body) =>
            {
                state.Clock.WallOffsetSeconds = body.OffsetSeconds;
                return Results.Ok();
            }
        );
        application.MapPost(
            "/_sandbox/seed",
            (SeedBody body) =>
            {
                state.Ids = new IdGenerator(body.Seed);
                return Results.Ok();
            }
        );
        application.MapGet("/_sandbox/requests", () => Results.Text(log.ToJson().ToJsonString(JsonText.Options), "application/json"));
        application.MapDelete(
            "/_sandbox/requests",
            () =>
            {
                log.Clear();
                return Results.Ok();
            }
        );
        application.MapPost(
            "/_sandbox/reset",
            () =>
            {
                state.Reset();
                log.Clear();
                return Results.Ok();
            }
        );
        application.MapGet("/_sandbox/decisions", () => Results.Json(state.Decisions));
        application.MapPost(
            "/_sandbox/decisions",
            async (HttpRequest request) =>
            {
                var changes = await JsonNode.ParseAsync(request.Body);
                return Change(state.Decisions, changes!.AsObject()) ? Results.Json(state.Decisions) : Results.BadRequest();
            }
        );
    }

    private static IResult Clock(SandboxState state) =>
        Results.Json(
            new
            {
                now = DateTimeOffset.FromUnixTimeSeconds(state.Clock.BaseNow),
                frozenAt = state.Clock.FrozenAt is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : (DateTimeOffset?)null,
            }
        );

    /// <summary>Sets the named switches; false when one of the names is unknown.</summary>
    private static bool Change(Decisions decisions, JsonObject changes)
    {
        foreach (var (name, value) in changes)
        {
            var property = typeof(Decisions)
                .GetProperties()
                .FirstOrDefault(candidate => string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                return false;
            }

            property.SetValue(decisions, value.Deserialize(property.PropertyType));
        }

        return true;
    }
}
