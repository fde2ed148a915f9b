namespace CpqBilling.Sandbox.Stripe.Subscriptions;

/// <summary>While collection is paused, new invoices stay drafts, are written off or are voided; a date may end the pause.</summary>
internal static class PausedCollection
{
    public static void Read(Account account, Subscription subscription, Parameters form)
    {
        if (!form.Has("pause_collection"))
        {
            return;
        }

        var pause = TypedJson.Of<Sdk.SubscriptionUpdateOptions>(form, "pause_collection")?.AsObject();
        pause?.TryAdd("resumes_at", null);
        subscription.PauseCollection = pause;
        if (ResumesAt(subscription) is { } resumesAt)
        {
            account.Expect(subscription, resumesAt, DueKind.ResumeCollection);
        }
    }

    public static long? ResumesAt(Subscription subscription) => subscription.PauseCollection?["resumes_at"]?.GetValue<long>();

    /// <summary>keep_as_draft, mark_uncollectible or void; null while collection runs.</summary>
    public static string? Behavior(Subscription? subscription) => subscription?.PauseCollection?["behavior"]?.GetValue<string>();

    public static void Resume(Account account, Subscription subscription, long now)
    {
        if (ResumesAt(subscription) <= now)
        {
            subscription.PauseCollection = null;
            account.Events.RecordUpdate("customer.subscription.updated", subscription);
        }
    }
}
