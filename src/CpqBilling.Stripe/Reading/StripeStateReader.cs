using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Stripe.Reading;

/// <summary>Reads what Stripe holds for one contract: one request per object that is not remembered, schedules always fresh.</summary>
public sealed class StripeStateReader(StripeGateway gateway)
{
    private const int RequestsAtOnce = 6;
    private static readonly string[] ScheduleListPrices = ["data.phases.items.price", "data.phases.add_invoice_items.price"];

    private readonly StripePages _pages = new(gateway);

    /// <param name="metadataPrefix">Of our metadata keys, by which a schedule names its order.</param>
    public async Task<StripeReading> ReadAsync(
        StripeReadList list,
        RememberedStripe remembered,
        string metadataPrefix,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            var objects = await ObjectsAsync(list, remembered.Objects, cancellationToken);
            var meters = list.Meters ? await MetersAsync(cancellationToken) : null;
            var snapshot = new StripeSnapshot
            {
                Objects = objects,
                FormerIds = remembered.FormerIds,
                MetersByEventName = meters?.ToImmutableDictionary(meter => meter.Required("event_name"), meter => meter.Required("id")),
                MeterFormulas = Formulas(meters ?? []),
            };
            return new StripeWasRead(await WithSchedulesOfCustomerAsync(snapshot, list, metadataPrefix, cancellationToken));
        }
        catch (StripeStopException stop)
        {
            return new StripeNotRead(StripeRefusal.ToSyncError(stop.Reply, new RecordRef("Order", list.InitialOrderId), stop.Path));
        }
    }

    private async Task<ImmutableDictionary<string, StripeObject>> ObjectsAsync(
        StripeReadList list,
        ImmutableDictionary<string, StripeObject> remembered,
        CancellationToken cancellationToken
    )
    {
        var found = new ConcurrentDictionary<string, StripeObject>();
        var missing = new List<NamedStripeId>();
        foreach (var named in list.Ids.DistinctBy(named => named.Id))
        {
            if (named.Kind != StripeKind.Order && remembered.GetValueOrDefault(named.Id) is { } known)
            {
                found[named.Id] = known;
            }
            else
            {
                missing.Add(named);
            }
        }

        var finder = new ObjectFinder(_pages, remembered);
        await InParallelAsync(missing, async named => found[named.Id] = await finder.FindAsync(named, cancellationToken), cancellationToken);
        return found.ToImmutableDictionary();
    }

    private async Task<IReadOnlyList<JsonElement>> MetersAsync(CancellationToken cancellationToken) =>
        [.. await _pages.ListAsync("/v1/billing/meters", new StripeMap().Set("status", "active"), [], null, cancellationToken)];

    private static ImmutableDictionary<string, UsageFormula> Formulas(IEnumerable<JsonElement> meters) =>
        meters
            .Select(meter => (Id: meter.Required("id"), Formula: meter.Field("default_aggregation")?.Word<UsageFormula>("formula")))
            .Where(meter => meter.Formula is not null)
            .ToImmutableDictionary(meter => meter.Id, meter => meter.Formula!.Value);

    /// <summary>Schedules that another connector, or a run whose answer was lost, made for the same order; and the currency of the others.</summary>
    private async Task<StripeSnapshot> WithSchedulesOfCustomerAsync(
        StripeSnapshot snapshot,
        StripeReadList list,
        string metadataPrefix,
        CancellationToken cancellationToken
    )
    {
        if (list.LookupCustomerId is not { } customerId || snapshot.Find(customerId) is MissingObject or DeletedObject)
        {
            return snapshot;
        }

        var filter = new StripeMap().Set("customer", customerId);
        var schedules = await _pages.ListAsync("/v1/subscription_schedules", filter, ScheduleListPrices, null, cancellationToken);
        var finder = new ObjectFinder(_pages, snapshot.Objects);
        var ours = ImmutableArray.CreateBuilder<ScheduleState>();
        string? currency = null;
        foreach (var schedule in schedules.Where(schedule => schedule.RequiredWord<ScheduleStatus>("status") != ScheduleStatus.Canceled))
        {
            if (schedule.Metadata().GetValueOrDefault($"{metadataPrefix}order_id") == list.InitialOrderId)
            {
                ours.Add(await finder.ScheduleAsync(schedule, cancellationToken));
            }
            else if (schedule.RequiredWord<ScheduleStatus>("status") is ScheduleStatus.NotStarted or ScheduleStatus.Active)
            {
                currency ??= schedule.Elements("phases").Select(phase => phase.Text("currency")).FirstOrDefault();
            }
        }

        return snapshot with
        {
            UnlinkedSchedules = ours.ToImmutable(),
            CustomerCurrency = currency,
        };
    }

    /// <summary>The first refusal ends the others, and comes out as it was thrown.</summary>
    private static Task InParallelAsync(List<NamedStripeId> ids, Func<NamedStripeId, Task> read, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            ids,
            new ParallelOptions { MaxDegreeOfParallelism = RequestsAtOnce, CancellationToken = cancellationToken },
            async (named, _) => await read(named)
        );
}
