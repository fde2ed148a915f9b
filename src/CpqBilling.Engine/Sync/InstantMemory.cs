using System.Text.Json;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Pricing;
using CpqBilling.Storage;
using CpqBilling.Storage.Journal;
using NodaTime;

namespace CpqBilling.Engine.Sync;

/// <summary>Remembers when "now" was: the start of the phase Stripe made of it, so that every later run computes the same (docs/rules/contract.md 10).</summary>
internal sealed class InstantMemory(BillingOrg org)
{
    private const string UpdateKey = $"{ScheduleSteps.Key}/update";
    private static readonly HashSet<string> Billing = ["subscriptions", "subscription_schedules", "invoices"];

    /// <summary>After a run that came to its end.</summary>
    public async Task RememberAsync(BillingDb db, JournalledWriteBack kept, ReferenceResolver answers)
    {
        foreach (var order in kept.NowOrders)
        {
            await RememberAsync(db, order.OrderId, order.At ?? PhaseStart(kept, answers));
        }

        foreach (var orderId in kept.Terminations)
        {
            await RememberAsync(db, orderId + SnapshotReader.TerminationSuffix, kept.At);
        }
    }

    /// <summary>After a run that broke off: what took effect in Stripe before it did, so that it does not take effect once more.</summary>
    public async Task RememberBrokenAsync(BillingDb db, JournalledWriteBack kept, IReadOnlyCollection<JournalledStep> steps)
    {
        var answers = ReferenceResolver.Of(steps);
        var isBilled = steps.Any(step => step.Result is not null && Billing.Contains(step.Step.Resource));
        foreach (var order in kept.NowOrders.Where(order => order.At is null ? answers.AnswerOf(UpdateKey) is not null : isBilled))
        {
            await RememberAsync(db, order.OrderId, order.At ?? PhaseStart(kept, answers));
        }

        foreach (var orderId in isBilled ? kept.Terminations : [])
        {
            await RememberAsync(db, orderId + SnapshotReader.TerminationSuffix, kept.At);
        }
    }

    private Task<Instant> RememberAsync(BillingDb db, string key, Instant at) => EffectiveInstantStore.RememberAsync(db, org.Facts.OrgId, key, at);

    /// <summary>The phase that this run marked; Stripe's clock may be some seconds from ours.</summary>
    private Instant PhaseStart(JournalledWriteBack kept, ReferenceResolver answers)
    {
        var run = Instant.FromUnixTimeSeconds(kept.At.ToUnixTimeSeconds());
        var mark = NodaTime.Text.InstantPattern.General.Format(run);
        var answer = answers.AnswerOf(UpdateKey);
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
