using System.Text.Json;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Jobs;
using CpqBilling.Storage;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Objects;
using CpqBilling.Stripe;

namespace CpqBilling.Engine.Sync;

/// <summary>Sends the steps of a run in order, each stored before it is sent.</summary>
/// <remarks>
/// What came of one step and that the next is about to be sent are one transaction, which also proves the lease. Every step carries a key
/// made of its content, so a repetition within a day yields the first answer.
/// </remarks>
internal sealed class PlanExecutor(BillingOrg org, HeldLease lease)
{
    /// <param name="opening">Stored together with the first step.</param>
    /// <param name="cancellation">Ends the run between two steps.</param>
    public async Task<Execution> RunAsync(IReadOnlyList<JournalledStep> steps, Func<BillingDb, Task> opening, CancellationToken cancellation)
    {
        var answers = ReferenceResolver.Of(steps);
        var unsaved = opening;
        foreach (var entry in steps.Where(step => step.Result is null))
        {
            if (cancellation.IsCancellationRequested)
            {
                break;
            }

            var request = SentRequest.Of(org.Facts.OrgId, entry.Step, entry.KeyGeneration, answers)!;
            var sending = new StepSending(entry.Position, request.IdempotencyKey, entry.KeyGeneration, org.Now);
            var before = unsaved;
            await lease.WriteAsync(
                async (db, now) =>
                {
                    await before(db);
                    await JournalWrites.SentAsync(db, sending, now);
                }
            );
            var reply = await new StepSender(org, lease).SendAsync(request);
            if (reply is not StripeAnswered answered)
            {
                return await FailAsync(entry, request, reply, answers);
            }

            answers.Add(entry.Step.Key, answered.Id, answered.Body);
            unsaved = Done(entry, request, answered);
        }

        await lease.WriteAsync(unsaved);
        cancellation.ThrowIfCancellationRequested();
        return new Execution(answers);
    }

    /// <summary>Sends a step again whose answer is not known, under the key it was sent with.</summary>
    public async Task<SyncError?> RepeatAsync(JournalledStep entry, SentRequest request, int generation)
    {
        var sending = new StepSending(entry.Position, request.IdempotencyKey, generation, org.Now);
        await lease.WriteAsync((db, now) => JournalWrites.SentAsync(db, sending, now));
        var reply = await new StepSender(org, lease).SendAsync(request);
        if (reply is not StripeAnswered answered)
        {
            return (await FailAsync(entry, request, reply, new ReferenceResolver())).Error;
        }

        await lease.WriteAsync(Done(entry, request, answered));
        return null;
    }

    /// <summary>Notes an object that was found where the answer was lost.</summary>
    public Task FoundAsync(JournalledStep entry, SentRequest request, JsonElement found) =>
        lease.WriteAsync(Done(entry, request, new StripeAnswered(found, null)));

    private async Task<Execution> FailAsync(JournalledStep entry, SentRequest request, StripeReply reply, ReferenceResolver answers)
    {
        var error = StripeRefusal.ToSyncError(reply, entry.Step with { Path = request.Path }, org.Facts.StripeAccount);
        await lease.WriteAsync(async db =>
        {
            if (PlanRun.IsTransient(error))
            {
                await JournalWrites.BrokenAsync(db, entry.Position, error);
                return;
            }

            await JournalWrites.FailedAsync(db, entry.Position, error, org.Now);
            if (StripeRefusal.UnknownId(reply) is { } unknown)
            {
                await ObjectMap.ForgetAsync(db, org.Facts.OrgId, unknown, org.Now); // remembered from when it was there: the next run asks
            }
        });
        return new Execution(answers, error);
    }

    private Func<BillingDb, Task> Done(JournalledStep entry, SentRequest request, StripeAnswered answered)
    {
        var at = org.Now;
        var result = new StepResult(answered.Id, Kept(answered.Body), answered.RequestId);
        return async db =>
        {
            await JournalWrites.DoneAsync(db, entry.Position, result, at);
            await ObjectMemory.RememberAsync(db, org.Facts.OrgId, new MadeObject(entry.Step, request.Body, answered.Body), at);
        };
    }

    /// <summary>Fields that later steps, Salesforce or the memory of instants need from an answer.</summary>
    private static string Kept(JsonElement answer)
    {
        var kept = new Dictionary<string, JsonElement>();
        foreach (var name in new[] { "hosted_invoice_url", "current_phase", "phases", "schedule" })
        {
            if (answer.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                kept[name] = value;
            }
        }

        return JsonSerializer.Serialize(kept);
    }
}

/// <summary>How far a plan came.</summary>
/// <param name="Error">Set when a step was refused or got no answer; the steps behind it were not sent.</param>
public sealed record Execution(ReferenceResolver Answers, SyncError? Error = null);
