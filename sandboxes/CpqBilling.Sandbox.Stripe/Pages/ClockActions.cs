using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Stripe.Pages;

/// <summary>Moves clocks on behalf of a person.</summary>
internal static class ClockActions
{
    public static async Task<IResult> MoveBaseAsync(SandboxState state, HttpContext http, string account)
    {
        if (await PageCall.FormAsync(http) is not { } form)
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        if (form["step"] == "real")
        {
            state.Clock.FrozenAt = null;
        }
        else if (Target(form, state.Clock.BaseNow) is not { } target)
        {
            return Back(account, "Give a date and time, as in 2026-02-01 00:00.");
        }
        else if (target < state.Clock.BaseNow)
        {
            return Back(account, "The clock cannot go back.");
        }
        else
        {
            state.Clock.FrozenAt = target;
        }

        state.CatchUp();
        return Back(account, null);
    }

    /// <summary>Goes through the API's own endpoint, so the same limits hold.</summary>
    public static async Task<IResult> MoveAsync(SandboxState state, HttpContext http, string accountId, string clockId)
    {
        if (
            await PageCall.FormAsync(http) is not { } form
            || state.Accounts.FirstOrDefault(candidate => candidate.Id == accountId) is not { } account
        )
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        lock (account.Gate)
        {
            if (account.TestClocks.Find(clockId) is not { } clock || Target(form, clock.FrozenTime) is not { } target)
            {
                return Back(accountId, "Give a date and time, as in 2026-02-01 00:00.");
            }

            return Back(accountId, Advance(account, clock, target));
        }
    }

    private static string? Advance(Account account, TestClock clock, long target) =>
        PageCall.Make(account, $"/v1/test_helpers/test_clocks/{clock.Id}/advance", ("frozen_time", $"{target}"));

    private static long? Target(IFormCollection form, long now) =>
        form["step"].ToString() switch
        {
            "hour" => now + 3_600,
            "day" => now + 86_400,
            "month" => Calendar.Add(now, "month", 1),
            "freeze" => now,
            _ => DateTimeOffset.TryParse(
                form["to"],
                System.Globalization.CultureInfo.InvariantCulture,
                System.Globalization.DateTimeStyles.AssumeUniversal,
                out var to
            )
                ? to.ToUnixTimeSeconds()
                : null,
        };

    private static IResult Back(string account, string? problem) => PageCall.Back($"/accounts/{account}/clocks", problem);
}
