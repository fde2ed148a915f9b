using CpqBilling.Engine.Tests;
using CpqBilling.Engine.Tests.Calls;

namespace CpqBilling.Bench.Calls;

/// <summary>Syncs every kind of order on fresh sandboxes and holds their request logs against the budget.</summary>
internal static class CallTable
{
    /// <returns>Whether all stayed within the budget.</returns>
    public static async Task<bool> PrintAsync(TextWriter output)
    {
        output.WriteLine($"{"calls of one sync, of the budget", -60}{"Salesforce", 12}{"Stripe", 12}");
        var isWithin = true;
        foreach (var situation in CallSituations.All)
        {
            await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
            var (_, calls) = await situation.SyncAsync(billing);
            var (salesforce, stripe) = ($"{calls.Salesforce} of {situation.Budget.Salesforce}", $"{calls.Stripe} of {situation.Budget.Stripe}");
            output.WriteLine($"{situation.Name, -60}{salesforce, 12}{stripe, 12}");
            isWithin &= calls.Salesforce <= situation.Budget.Salesforce && calls.Stripe <= situation.Budget.Stripe;
        }

        return isWithin;
    }
}
