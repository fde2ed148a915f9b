using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Sync;

namespace CpqBilling.Engine.Application.Packages;

/// <summary>What the Salesforce package's components ask of an order; nothing is changed.</summary>
public sealed class PackageOrders(BillingOrg org, Uri? stripePages)
{
    private static readonly Dictionary<string, string> Pages = new()
    {
        ["sub_sched_"] = "subscription_schedules",
        ["sub_"] = "subscriptions",
        ["in_"] = "invoices",
    };

    /// <summary>What Stripe bills for the order's contract.</summary>
    public async Task<(OrderTimeline? Timeline, SyncError? Error)> TimelineAsync(string orderId, CancellationToken cancellation)
    {
        var read = await new SnapshotReader(org).ReadAsync(orderId, cancellation);
        if (read.Snapshot is not { } snapshot)
        {
            return (null, read.Error);
        }

        var translated = CheckedTranslation.Of(snapshot) as Translated;
        var stripeId = translated?.Contract.Initial.StripeId ?? snapshot.Records.Find(orderId)?.Text("Stripe_ID__c");
        return (new OrderTimeline(stripeId, stripeId is null ? null : Dashboard(stripeId), stripeId is null ? [] : Phases(translated)), null);
    }

    /// <summary>What a sync would do; a draft is taken as it will be once it is activated.</summary>
    public async Task<(OrderPreview? Preview, SyncError? Error)> PreviewAsync(string orderId, CancellationToken cancellation)
    {
        var read = await new SnapshotReader(org).ReadAsync(orderId, cancellation);
        if (read.Snapshot is not { } snapshot)
        {
            return (null, read.Error);
        }

        var shown = ActivationPreview.IsNeeded(snapshot) ? ActivationPreview.Of(snapshot) : snapshot;
        var preview = CheckedTranslation.Of(shown) switch
        {
            Translated translated => new OrderPreview("translated", null, [], PlanWords.Of(translated.Plan), Phases(translated)),
            Rejected rejected => new OrderPreview("rejected", null, [.. rejected.Errors.Select(Error)], [], []),
            Skipped skipped => new OrderPreview("skipped", skipped.Reason, [], [], []),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return (preview, null);
    }

    private ImmutableArray<PackagePhase> Phases(Translated? translated) =>
        translated?.Timeline is { } timeline ? PackageTimeline.Of(timeline, org.Settings.BillingTimeZone) : [];

    private string Dashboard(string stripeId)
    {
        var page = Pages.First(entry => stripeId.StartsWith(entry.Key, StringComparison.Ordinal)).Value;
        return stripePages is { } stand
            ? new Uri(stand, $"{page}/{stripeId}").ToString()
            : $"https://dashboard.stripe.com/{(org.Stripe.IsTestMode ? "test/" : "")}{page}/{stripeId}";
    }

    private static PackageError Error(SyncError error) => new(error.Code, error.Message, error.Record.Id, error.Field);
}
