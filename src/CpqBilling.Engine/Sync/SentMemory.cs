using System.Text.Json;
using CpqBilling.Core.Comparison;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Planning;
using CpqBilling.Core.StripeState;
using CpqBilling.Storage;
using CpqBilling.Storage.Objects;
using CpqBilling.Stripe.Reading;

namespace CpqBilling.Engine.Sync;

/// <summary>Remembers what a contract was sent with and what Stripe answered, by which changes on either side are told apart.</summary>
internal sealed class SentMemory(BillingOrg org)
{
    private static readonly string[] ScheduleKeys = [$"{ScheduleSteps.Key}/update", ScheduleSteps.Key];

    /// <summary>After a run that came to its end.</summary>
    public Task RememberAsync(BillingDb db, string contractKey, JournalledWriteBack kept, ReferenceResolver answers) =>
        kept.Sent is { } sent ? ObjectMap.RememberSentAsync(db, org.Facts.OrgId, contractKey, Answered(sent, answers), org.Now) : Task.CompletedTask;

    /// <summary>After a run that broke off: a schedule that took the change was sent it.</summary>
    public Task RememberBrokenAsync(BillingDb db, string contractKey, JournalledWriteBack kept, ReferenceResolver answers) =>
        ScheduleOf(answers) is null ? Task.CompletedTask : RememberAsync(db, contractKey, kept, answers);

    /// <summary>A contract found as it should be, of which nothing was remembered.</summary>
    public Task AdoptAsync(BillingDb db, string contractKey, SentContract sent) =>
        ObjectMap.RememberSentAsync(db, org.Facts.OrgId, contractKey, sent, org.Now);

    private static SentContract Answered(SentContract sent, ReferenceResolver answers) =>
        ScheduleOf(answers) is { } schedule ? sent with { Held = HeldPhases.Of(ScheduleParser.PhasesByPriceId(schedule)) } : sent;

    /// <summary>The schedule as Stripe last answered it; null where the run changed none.</summary>
    private static JsonElement? ScheduleOf(ReferenceResolver answers) =>
        ScheduleKeys
            .Select(answers.AnswerOf)
            .FirstOrDefault(answer => answer is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty("phases", out _));
}
