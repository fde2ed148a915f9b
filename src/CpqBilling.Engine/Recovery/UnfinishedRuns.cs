using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using CpqBilling.Stripe.Reading;
using NodaTime;

namespace CpqBilling.Engine.Recovery;

/// <summary>Settles what earlier runs left open before anything new is sent: never by sending what the contract no longer wants.</summary>
/// <remarks>
/// What was answered is told to Salesforce. A step that was sent and not answered is sent again when the contract, read anew, still wants the
/// very same; else it is looked for, now and once no request of the former holder can arrive any more. What was never sent is dropped: the
/// translation that follows says what is still to be done.
/// </remarks>
internal sealed class UnfinishedRuns(BillingOrg org, HeldLease lease)
{
    private static readonly Duration KeyLife = Duration.FromHours(23);

    /// <summary>Between two looks for what Stripe failed to do, before it is sent under another key.</summary>
    private static readonly Duration BetweenLooks = Duration.FromSeconds(60);

    /// <summary>The lease and the longest life of a request.</summary>
    private static readonly Duration RequestLife = ContractLeases.Length + Duration.FromSeconds(15);

    private readonly SyncJournal _journal = new(org.Database);
    private readonly RunEnding _ending = new(org, lease);
    private readonly PlanExecutor _executor = new(org, lease);

    /// <summary>Whether there was one: what it made counts as known by now, so that a second look can find more to do than the first.</summary>
    public bool HasSettled { get; private set; }

    /// <returns>Null when nothing stands in the way of a new run.</returns>
    public async Task<SyncReport?> SettleAsync(CancellationToken cancellation)
    {
        foreach (var run in await _journal.UnfinishedAsync(lease.Key, cancellation))
        {
            if (await SettleAsync(run, cancellation) is { } stop)
            {
                return stop;
            }
        }

        return null;
    }

    private async Task<SyncReport?> SettleAsync(UnfinishedRun run, CancellationToken cancellation)
    {
        HasSettled = true;
        if (run.Steps.Any(step => step.Result is null) && run.Steps.All(step => step.Result is not null || IsArchiving(step)))
        {
            return await GoOnAsync(run, cancellation) ?? await EndAsync(run, cancellation);
        }

        var goesOn = await GoesOnAsync(run, cancellation);
        if ((!goesOn || run.Steps.Any(IsOld)) && run.Steps.FirstOrDefault(step => step.State == StepState.Sent) is { } doubtful)
        {
            if ((await _ending.TellKnownAsync(run, cancellation) ?? await SettleAsync(run, doubtful, cancellation)) is { } stop)
            {
                return stop;
            }

            run = run with { Steps = await _journal.StepsAsync(run.RunId, cancellation) };
            goesOn = await GoesOnAsync(run, cancellation);
        }

        return goesOn ? await FinishAsync(run, cancellation) : await _ending.EndAsync(run, cancellation);
    }

    private async Task<bool> GoesOnAsync(UnfinishedRun run, CancellationToken cancellation) =>
        LeftInvoices.AreBesideASchedule(run.Steps)
        || (LeftInvoices.AreAllThatIsBilled(run.Steps) && await new WantedSteps(org).IsSoldAlikeAsync(run, cancellation));

    /// <summary>What no schedule bills is invoiced as the plan said.</summary>
    private async Task<SyncReport?> FinishAsync(UnfinishedRun run, CancellationToken cancellation)
    {
        var execution = await _executor.RunAsync(run.Steps, _ => Task.CompletedTask, cancellation);
        return execution.Error is { } error ? Stop(error) : await EndAsync(run, cancellation);
    }

    /// <summary>Stripe has forgotten its key, so that it must not be sent again unlooked.</summary>
    private bool IsOld(JournalledStep step) => step.State == StepState.Sent && step.SentAt is { } sent && org.Now - sent > KeyLife;

    /// <summary>With the answers that came since it was read.</summary>
    private async Task<SyncReport?> EndAsync(UnfinishedRun run, CancellationToken cancellation) =>
        await _ending.EndAsync(run with { Steps = await _journal.StepsAsync(run.RunId, cancellation) }, cancellation);

    /// <summary>All is billed; prices that were needed once must not stay for anybody to pick.</summary>
    private static bool IsArchiving(JournalledStep step) => step.Step.Key.StartsWith(Catalogue.ArchiveKey, StringComparison.Ordinal);

    private async Task<SyncReport?> SettleAsync(UnfinishedRun run, JournalledStep doubtful, CancellationToken cancellation)
    {
        var answers = ReferenceResolver.Of(run.Steps);
        if (SentRequest.Of(org.Facts.OrgId, doubtful.Step, doubtful.KeyGeneration, answers) is not { } request)
        {
            return null;
        }

        var wanted = await new WantedSteps(org).ReadAsync(run, cancellation);
        if (wanted.Unread is { } unread)
        {
            return Stop(unread);
        }

        if (wanted.IsChangedInStripe)
        {
            return await GoOnAsync(run, cancellation);
        }

        if (!wanted.Holds(org.Facts.OrgId, doubtful, answers))
        {
            return await LookAsync(doubtful, request, wanted, cancellation);
        }

        if (
            IsOld(doubtful)
            && await FindAsync(doubtful, request, wanted, cancellation) is var (isFound, unlooked)
            && (isFound || unlooked is not null)
        )
        {
            return unlooked;
        }

        var error = await _executor.RepeatAsync(doubtful, request, doubtful.KeyGeneration);
        return error is null || !PlanRun.IsTransient(error) ? null
            : StripeFailedItself(error) ? await RenewKeyAsync(new DoubtfulStep(doubtful, answers, wanted), error, cancellation)
            : Stop(error);
    }

    /// <summary>Half of the plan is done, and only its other half makes the contract whole again: it is sent under its old keys.</summary>
    private async Task<SyncReport?> GoOnAsync(UnfinishedRun run, CancellationToken cancellation)
    {
        var execution = await _executor.RunAsync(run.Steps, _ => Task.CompletedTask, cancellation);
        return execution.Error is { } error && PlanRun.IsTransient(error) ? Stop(error) : null;
    }

    /// <summary>It is not wanted any more: it may be there, or arrive as long as a request of its sender can live.</summary>
    private async Task<SyncReport?> LookAsync(JournalledStep doubtful, SentRequest request, Wanted wanted, CancellationToken cancellation)
    {
        var (isFound, unlooked) = await FindAsync(doubtful, request, wanted, cancellation);
        if (isFound || unlooked is not null)
        {
            return unlooked;
        }

        var now = await new ContractLeases(org.Database).NowAsync(cancellation);
        var safeAt = (doubtful.AttemptedAt ?? now) + RequestLife;
        return now >= safeAt ? null : Stop(ConnectionErrors.AnswerAwaited(doubtful.Step.Source)) with { NotBefore = safeAt - now };
    }

    /// <summary>Stripe repeats its failure under the same key: when the object is not there twice, the step gets another key.</summary>
    private async Task<SyncReport?> RenewKeyAsync(DoubtfulStep step, SyncError failed, CancellationToken cancellation)
    {
        var (doubtful, answers, wanted) = step;
        var request = SentRequest.Of(org.Facts.OrgId, doubtful.Step, doubtful.KeyGeneration, answers)!;
        var (isFound, unlooked) = await FindAsync(doubtful, request, wanted, cancellation);
        if (isFound || unlooked is not null)
        {
            return unlooked;
        }

        var now = await new ContractLeases(org.Database).NowAsync(cancellation);
        if (doubtful.LookedAt is not { } looked || now - looked < BetweenLooks)
        {
            await lease.WriteAsync((db, at) => JournalWrites.NotFoundAsync(db, doubtful.Position, at));
            return Stop(failed) with { NotBefore = BetweenLooks };
        }

        var generation = doubtful.KeyGeneration + 1;
        var renewed = SentRequest.Of(org.Facts.OrgId, doubtful.Step, generation, answers)!;
        var error = await _executor.RepeatAsync(doubtful, renewed, generation);
        return error is not null && PlanRun.IsTransient(error) ? Stop(error) : null;
    }

    private async Task<(bool IsFound, SyncReport? Unlooked)> FindAsync(
        JournalledStep doubtful,
        SentRequest request,
        Wanted wanted,
        CancellationToken cancellation
    )
    {
        var lost = new LostAnswer(org);
        var looked = wanted.HasBeenMade(doubtful)
            ? await lost.ReadAsync(request, cancellation)
            : await lost.FindAsync(doubtful, request, cancellation);
        if (looked.Refusal is { } refusal)
        {
            return (false, Stop(Stripe.StripeRefusal.ToSyncError(refusal, doubtful.Step)));
        }

        if (looked.Found is not { } found)
        {
            return (false, null);
        }

        await _executor.FoundAsync(doubtful, request, found);
        return (true, null);
    }

    /// <summary>An answer of Stripe's own, which it keeps under the key; a lost connection has no code.</summary>
    private static bool StripeFailedItself(SyncError error) => error.Name == "StripeUnreachable" && error.UpstreamCode is not null;

    private static SyncReport Stop(SyncError error) => SyncReport.NotBegun(error);
}

/// <summary>A step that was sent and not answered.</summary>
internal sealed record DoubtfulStep(JournalledStep Step, ReferenceResolver Answers, Wanted Wanted);
