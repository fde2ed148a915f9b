using System.Text.Json;
using CpqBilling.Core.StripePlan;
using CpqBilling.Storage;
using NodaTime;

namespace CpqBilling.Engine.Sync;

/// <summary>Remembers when "now" was: the start of the phase Stripe made of it, so that every later run computes the same (decisions.md 1.5).</summary>
internal sealed class InstantMemory(BillingOrg org)
{
    private const int ClockDifferenceSeconds = 60;
    private readonly EffectiveInstantStore _store = new(org.Database);

    public async Task RememberAsync(JournalledWriteBack kept, Execution execution, CancellationToken cancellation)
    {
        if (execution.Error is not null)
        {
            return;
        }

        foreach (var orderId in kept.NowOrders)
        {
            await _store.RememberAsync(org.Facts.OrgId, orderId, PhaseStart(kept, execution), cancellation);
        }

        foreach (var orderId in kept.Terminations)
        {
            await _store.RememberAsync(org.Facts.OrgId, orderId + SnapshotReader.TerminationSuffix, kept.At, cancellation);
        }
    }

    /// <summary>The first phase that did not start before the run; Stripe's clock may be some seconds from ours.</summary>
    private static Instant PhaseStart(JournalledWriteBack kept, Execution execution)
    {
        var run = kept.At.ToUnixTimeSeconds();
        var answer = execution.Answers.AnswerOf($"{ScheduleSteps.Key}/update");
        if (answer is { ValueKind: JsonValueKind.Object } schedule && schedule.TryGetProperty("phases", out var phases))
        {
            foreach (var phase in phases.EnumerateArray())
            {
                var start = phase.GetProperty("start_date").GetInt64();
                if (start >= run - ClockDifferenceSeconds && start != FirstStart(phases))
                {
                    return Instant.FromUnixTimeSeconds(start);
                }
            }
        }

        return Instant.FromUnixTimeSeconds(run);
    }

    private static long FirstStart(JsonElement phases) => phases[0].GetProperty("start_date").GetInt64();
}
