using System.Text.Json;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;
using CpqBilling.Storage.Journal;
using CpqBilling.Stripe;
using NodaTime;

namespace CpqBilling.Engine.Sync;

/// <summary>Sends the steps of a journalled run in order; what was done before a crash is not done again.</summary>
/// <remarks>
/// Every step is stored before it is sent and carries a key made of its content, so a repetition within a day yields the
/// first answer. A key older than that may be forgotten: then the object is looked up by our metadata first (decisions.md 7).
/// </remarks>
public sealed class PlanExecutor(BillingOrg org)
{
    private static readonly Duration KeyLife = Duration.FromHours(23);
    private readonly SyncJournal _journal = new(org.Database);
    private readonly ObjectMemory _memory = new(org);

    public async Task<Execution> RunAsync(IReadOnlyList<JournalledStep> steps, CancellationToken cancellation)
    {
        var resolver = new ReferenceResolver();
        var execution = new Execution(resolver);
        foreach (var entry in steps)
        {
            if (entry.Result is { } known)
            {
                resolver.Add(entry.Step.Key, known.Id, Parse(known.Json));
                continue;
            }

            if (await SendAsync(entry, resolver, cancellation) is { } failure)
            {
                await _journal.MarkFailedAsync(entry.Position, failure, org.Now, cancellation);
                return execution with { Error = failure };
            }
        }

        return execution;
    }

    private async Task<SyncError?> SendAsync(JournalledStep entry, ReferenceResolver resolver, CancellationToken cancellation)
    {
        var step = entry.Step;
        var body = resolver.Resolve(step.Body);
        var path = resolver.ResolvePath(step.Path);
        var key = IdempotencyKey.For(org.Facts.OrgId, step with { Path = path }, body);
        if (entry.SentAt is { } sent && org.Now - sent > KeyLife && await new LostAnswer(org).FindAsync(step, body, cancellation) is { } found)
        {
            await NoteAsync(entry, resolver, body, found, null, cancellation);
            return null;
        }

        await _journal.MarkSentAsync(entry.Position, key, org.Now, cancellation);
        var reply = await org.Stripe.SendAsync(step.Method, path, body, key, cancellation);
        if (reply is not StripeAnswered answered)
        {
            return StripeRefusal.ToSyncError(reply, step);
        }

        await NoteAsync(entry, resolver, body, answered.Body, answered.RequestId, cancellation);
        return null;
    }

    private async Task NoteAsync(
        JournalledStep entry,
        ReferenceResolver resolver,
        StripeMap body,
        JsonElement answer,
        string? requestId,
        CancellationToken cancellation
    )
    {
        var id = answer.TryGetProperty("id", out var found) ? found.GetString() ?? "" : "";
        resolver.Add(entry.Step.Key, id, answer);
        await _journal.MarkDoneAsync(entry.Position, new StepResult(id, Kept(answer), requestId), org.Now, cancellation);
        await _memory.RememberAsync(entry.Step, body, answer, cancellation);
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

    private static JsonElement Parse(string? json) => json is null ? default : JsonDocument.Parse(json).RootElement;
}

/// <summary>How far a plan came.</summary>
/// <param name="Error">Set when a step was refused; the steps behind it were not sent.</param>
public sealed record Execution(ReferenceResolver Answers, SyncError? Error = null);
