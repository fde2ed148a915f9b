using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Stripe.Faults;

/// <summary>Lets tests provoke what the real service does now and then.</summary>
internal static class FaultControl
{
    internal sealed record SeedBody(int Seed);

    internal sealed record RateBody(string Mode);

    internal sealed record PaymentBody(string Customer, string Outcome);

    internal sealed record AccountBody(string Key);

    public static void Map(WebApplication application, SandboxState state, FaultPlan plan, RateLimits limits)
    {
        application.MapGet("/_sandbox/faults", () => Results.Json(plan.Rules));
        application.MapPost("/_sandbox/faults", (FaultRule rule) => Results.Json(plan.Add(rule)));
        application.MapDelete("/_sandbox/faults", () => Results.Json(new { removed = plan.Remove(null) }));
        application.MapDelete("/_sandbox/faults/{id}", (string id) => plan.Remove(id) ? Results.Ok() : Results.NotFound());
        application.MapPost(
            "/_sandbox/faults/seed",
            (SeedBody body) =>
            {
                plan.Seed(body.Seed);
                return Results.Ok();
            }
        );
        application.MapGet("/_sandbox/rate_limit", () => Results.Json(limits.Profile));
        application.MapPost("/_sandbox/rate_limit", (RateBody body) => Limit(limits, body));
        application.MapPost("/_sandbox/payments", (PaymentBody body) => Decide(state, body));
        application.MapPost(
            "/_sandbox/accounts/reset",
            (AccountBody body) => state.Forget(body.Key) ? Results.Ok() : Results.NotFound(new { error = "No account has this key." })
        );
    }

    private static IResult Limit(RateLimits limits, RateBody body)
    {
        if (RateProfile.Named(body.Mode) is not { } profile)
        {
            return Results.BadRequest(new { error = "The mode is off, real or a number of requests per second." });
        }

        limits.Profile = profile;
        return Results.Json(profile);
    }

    private static IResult Decide(SandboxState state, PaymentBody body)
    {
        foreach (var account in state.Accounts)
        {
            lock (account.Gate)
            {
                if (account.Customers.Find(body.Customer) is { } customer)
                {
                    return Decide(account, customer, body.Outcome);
                }
            }
        }

        return Results.NotFound(new { error = "No such customer." });
    }

    private static IResult Decide(Account account, Customer customer, string outcome)
    {
        if (outcome == "default")
        {
            account.PaymentOutcomes.Remove(customer.Id);
        }
        else if (Enum.TryParse<PaymentOutcome>(outcome, ignoreCase: true, out var decided))
        {
            account.PaymentOutcomes[customer.Id] = decided;
        }
        else
        {
            return Results.BadRequest(new { error = "The outcome is pays, declines or default." });
        }

        account.Save?.Invoke();
        return Results.Ok();
    }
}
