using System.Text.Json;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Pricing;
using CpqBilling.Storage;
using NodaTime;

namespace CpqBilling.Engine.Sync;

/// <summary>Remembers when "now" was: the start of the phase Stripe made of it, so that every later run computes the same (decisions.md 1.5).</summary>
internal sealed class InstantMemory(BillingOrg org)
{
    private readonly EffectiveInstantStore _store = new(org.Database);

    public async Task RememberAsync(JournalledWriteBack kept, Execution execution, CancellationToken cancellation)
    {
        if (execution.Error is not null)
        {
            return;
        }

        foreach (var order in kept.NowOrders)
        {
            await _store.RememberAsync(org.Facts.OrgId, order.OrderId, order.At ?? PhaseStart(kept, execution), cancellation);
        }

        foreach (var orderId in kept.Terminations)
        {
            await _store.RememberAsync(org.Facts.OrgId, orderId + SnapshotReader.TerminationSuffix, kept.At, cancellation);
        }
    }

    /// <summary>The phase that this run marked; Stripe's clock may be some seconds from ours.</summary>
    private Instant PhaseStart(JournalledWriteBack kept, Execution execution)
    {
        var run = Instant.FromUnixTimeSeconds(kept.At.ToUnixTimeSeconds());
        var mark = NodaTime.Text.InstantPattern.General.Format(run);
        var answer = execution.Answers.AnswerOf($"{ScheduleSteps.Key}/update");
        if (answer is not { ValueKind: JsonValueKind.Object } schedule || !schedule.TryGetProperty("phases", out var phases))
        {
            return run;
        }

        return phases
            .EnumerateArray()
            .Where(phase =>
                phase.GetProperty("metadata").TryGetProperty(org.Settings.MetadataPrefix + PriceMarks.EffectiveAt, out var effectiveAt)
                && effectiveAt.GetString() == mark
            )
            .Select(phase => Instant.FromUnixTimeSeconds(phase.GetProperty("start_date").GetInt64()))
            .DefaultIfEmpty(run)
            .Last();
    }
}
