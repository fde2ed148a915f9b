using CpqBilling.Core.Comparison;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Sync;
using CpqBilling.Engine.Sync.Listing;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Objects;

namespace CpqBilling.Engine.Adopting;

/// <summary>Holds one contract against Stripe, and remembers of it what its syncs would have left.</summary>
internal sealed class ContractAdoption(BillingOrg org, HeldLease lease)
{
    private static readonly string[] Unknown =
    [
        nameof(StripeErrors.StripeIdUnknown),
        nameof(StripeErrors.ScheduleMissing),
        nameof(StripeErrors.StripeObjectDeleted),
    ];

    private static readonly string[] OwnTypes =
    [
        "Account",
        "Product2",
        "PricebookEntry",
        "OrderItem",
        "Order_Stripe_Coupon__c",
        "Quote_Stripe_Coupon__c",
    ];

    public static AdoptedContract NotRead(string orderId, SyncError error) =>
        new(orderId, orderId, "", null, AdoptionStanding.NotRead, [orderId], [], [error]);

    /// <exception cref="LeaseLostException">Somebody else has the contract now.</exception>
    public async Task<AdoptedContract> LookAsync(string orderId, bool keeps, CancellationToken cancellation)
    {
        var read = await new SnapshotReader(org).ReadAsync(orderId, cancellation);
        if (read.Snapshot is not { } snapshot)
        {
            return NotRead(orderId, read.Error!);
        }

        var (judged, result) = Judge(snapshot);
        var contract = Of(judged, result) with
        {
            Orders = [.. ContractContents.Of(snapshot).Orders.Select(order => order.Id)],
            Family = lease.Key.Family,
        };
        if (keeps && contract.Standing == AdoptionStanding.Adopted)
        {
            await KeepAsync(judged, result, contract);
        }

        return contract;
    }

    /// <summary>Orders that Stripe has never seen are none of what is taken over: they are billed by their sync afterwards.</summary>
    private static (OrderSnapshot Snapshot, TranslationResult Result) Judge(OrderSnapshot snapshot)
    {
        var result = CheckedTranslation.Of(snapshot);
        var linked = snapshot.EligibleOrderIds.Where(id => snapshot.Records.Find(id)?.Text("Stripe_ID__c") is not null).ToHashSet();
        if (StandingOf(result) == AdoptionStanding.Adopted || linked.Count == 0 || linked.Count == snapshot.EligibleOrderIds.Count)
        {
            return (snapshot, result);
        }

        var billed = snapshot with { EligibleOrderIds = linked };
        return CheckedTranslation.Of(billed) is var only && StandingOf(only) == AdoptionStanding.Adopted ? (billed, only) : (snapshot, result);
    }

    private static AdoptionStanding StandingOf(TranslationResult result) =>
        result switch
        {
            Translated { Plan.Steps.IsEmpty: true } or Skipped => AdoptionStanding.Adopted,
            Rejected rejected when rejected.Errors.Any(error => Unknown.Contains(error.Name)) => AdoptionStanding.Unknown,
            _ => AdoptionStanding.Differs,
        };

    private static AdoptedContract Of(OrderSnapshot snapshot, TranslationResult result)
    {
        var contents = ContractContents.Of(snapshot);
        var initial = contents.Orders.IsEmpty ? null : contents.Orders[0];
        return new AdoptedContract(
            contents.ContractKey,
            initial?.Label ?? contents.ContractKey,
            contents.Account?.Text("Name") ?? "",
            initial?.StripeId,
            StandingOf(result),
            [],
            result is Translated translated
                ? [.. translated.Plan.Steps.Select(step => $"{step.Method.ToString().ToUpperInvariant()} {step.Path}")]
                : [],
            result is Rejected rejected ? rejected.Errors : []
        );
    }

    private async Task KeepAsync(OrderSnapshot snapshot, TranslationResult result, AdoptedContract contract)
    {
        await lease.WriteAsync(async db =>
        {
            var own = Own(snapshot);
            await ObjectMap.RememberAsync(db, org.Facts.OrgId, own, org.Now);
            await ObjectMap.MarkRecordedAsync(db, org.Facts.OrgId, [.. own.Select(entry => entry.Key.SalesforceId)]);
            if (result is Translated translated)
            {
                await RememberAsync(db, snapshot, translated);
            }
        });
        var outcome = result is Skipped ? SyncOutcome.Skipped : SyncOutcome.Unchanged;
        var report = new SyncReport(outcome, [], result, contract.StripeId, ResolvedWriteBack.None, default, (result as Skipped)?.Reason)
        {
            Snapshot = snapshot,
            ContractKey = contract.OrderId,
        };
        await new OrderLedger(org, lease).NoteAsync(snapshot.TriggerOrderId, report);
    }

    /// <summary>What it was sent with last is what it is now, whatever an older memory says.</summary>
    private async Task RememberAsync(BillingDb db, OrderSnapshot snapshot, Translated translated)
    {
        var initial = translated.Contract.Initial;
        if (translated.Plan.Sent is { } sent)
        {
            var held = snapshot.Stripe.Find(initial.StripeId) is ScheduleState schedule ? HeldPhases.Of(schedule.Phases) : sent.Held;
            await new SentMemory(org).AdoptAsync(db, initial.Id, sent with { Held = held });
        }

        if (translated.Plan.ContinueAt is { } at)
        {
            var next = new Continuation(initial.Id, JobEnds.FurtherPhases, at);
            await JobQueue.ContinueAsync(db, lease.Key, initial.Id, next, CancellationToken.None);
        }

        // The schedule tells when its orders took effect; what it cannot tell would be now, which is not when it was.
        foreach (var order in translated.Plan.NowOrders.Where(order => order.At < snapshot.Now - NodaTime.Duration.FromSeconds(1)))
        {
            await EffectiveInstantStore.RememberAsync(db, org.Facts.OrgId, order.OrderId, order.At!.Value);
        }
    }

    /// <summary>The objects whose ids the records bear.</summary>
    private static List<KeyValuePair<ObjectPlace, StripeObject>> Own(OrderSnapshot snapshot) =>
        [
            .. OwnTypes
                .SelectMany(snapshot.Records.OfType)
                .Select(record => (record.Id, Held: snapshot.Stripe.Find(record.Text("Stripe_ID__c"))))
                .Where(pair => pair.Held is CustomerState or ProductState or PriceState or CouponState)
                .Select(pair => KeyValuePair.Create(new ObjectPlace(pair.Id), pair.Held!)),
        ];
}
