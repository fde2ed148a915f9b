using CpqBilling.Engine.Adopting;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Backfilling;
using CpqBilling.Engine.Application.Contracts;
using CpqBilling.Engine.Application.Drafts;
using CpqBilling.Engine.Application.Forecasts;
using CpqBilling.Engine.Application.Issues;
using CpqBilling.Engine.Application.Mappings;
using CpqBilling.Engine.Application.Orders;
using CpqBilling.Engine.Application.Preferences;
using CpqBilling.Engine.Application.Previews;
using CpqBilling.Engine.Application.Queue;
using CpqBilling.Engine.Application.Reconciling;
using CpqBilling.Engine.Application.Rehearsals;
using CpqBilling.Engine.Application.Runs;
using CpqBilling.Engine.Application.Searching;
using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Service;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Auditing;
using NodaTime;

namespace CpqBilling.Engine.Application;

/// <summary>Everything that can be done with one org, for pages, API and command line alike.</summary>
/// <param name="sync">Syncs an order now because a person asked for it.</param>
public sealed class OrgApplication(BillingOrg org, OrgFace face, AuditTrail audit, Func<string, CancellationToken, Task> sync)
{
    private const int PartSize = 500;

    public OrgFace Face => face;

    public IClock Clock => org.Clock;

    public OrderList Orders { get; } = new(org);

    public OrderWatch Watch { get; } = new(org);

    public ContractReader Contracts { get; } = new(org);

    public RunReader Runs { get; } = new(org);

    public IssueList Issues { get; } = new(org);

    public ForecastReader Forecasts { get; } = new(org);

    public PreviewReader Previews { get; } = new(org);

    public ConfigurationBook Configurations { get; } = new(org, audit);

    public PreferenceBook Preferences => new(Configurations);

    public MappingBook Mappings => new(org, Configurations);

    public OrgFields Fields => new(org);

    public Rehearsal Rehearsal { get; } = new(org);

    public Reconciler Reconciler { get; } = new(org);

    public Backfill Backfill { get; } = new(org, audit);

    public JobList Jobs { get; } = new(org, audit);

    /// <summary>False while orders are billed by hand only.</summary>
    public bool IsSyncEnabled => org.Settings.SyncEnabled;

    public SearchReader Search { get; } = new(org);

    public OverviewReader Overview => new(this);

    /// <summary>What Salesforce said of the org's calls with its last answer to this node; null before the first.</summary>
    public ApiUsage? SalesforceCalls => org.Salesforce.Usage;

    /// <summary>Whether the org answers the service; null before it was asked.</summary>
    public Task<OrgContact?> ContactAsync(CancellationToken cancellation) => new OrgContacts(org.Database, org.Facts.OrgId).ReadAsync(cancellation);

    public LocalDate Today => org.Now.InZone(org.Settings.BillingTimeZone).Date;

    /// <summary>Asks for a sync of an order's contract; wishes for one contract come to one sync.</summary>
    public async Task EnqueueAsync(string orderId, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permission.Operate, Face.Id);
        await audit.AddAsync(actor.Did("sync asked for", Face.Id) with { Target = orderId }, org.Now, cancellation);
        await new OrderWishes(org).EnqueueAsync(orderId, "button", cancellation);
    }

    /// <summary>Asks for a sync of every order that a filter names.</summary>
    /// <returns>How many.</returns>
    public async Task<int> EnqueueAsync(OrderFilter filter, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permission.Operate, Face.Id);
        var (asked, after) = (0, (string?)null);
        while (await Orders.AfterAsync(filter, after, PartSize, cancellation) is { IsEmpty: false } part)
        {
            await new OrderWishes(org).EnqueueAsync([.. part.Select(row => row.OrderId)], "button", cancellation);
            (asked, after) = (asked + part.Length, part[^1].OrderId);
        }

        var told = actor.Did("sync of many asked for", Face.Id) with { Detail = new { asked, filter = filter.Parameters() } };
        await audit.AddAsync(told, org.Now, cancellation);
        return asked;
    }

    /// <summary>Syncs an order now, and returns when it is done.</summary>
    public async Task SyncAsync(string orderId, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permission.Operate, Face.Id);
        await audit.AddAsync(actor.Did("order synced", Face.Id) with { Target = orderId }, org.Now, cancellation);
        await sync(orderId, cancellation);
    }

    /// <summary>Takes over contracts that Stripe bills already, and changes nothing in Stripe or Salesforce.</summary>
    /// <param name="keeps">False only compares.</param>
    /// <param name="progress">Told from any thread: orders looked at, of those listed so far.</param>
    public async Task<AdoptionOutcome> AdoptAsync(bool keeps, Actor actor, Action<SweepProgress>? progress, CancellationToken cancellation)
    {
        actor.Demand(Permission.Operate, Face.Id);
        if (keeps)
        {
            await audit.AddAsync(actor.Did("contracts adopted", Face.Id), org.Now, cancellation);
        }

        return await new Adoption(org).RunAsync(keeps, (done, of) => progress?.Invoke(new SweepProgress(done, of)), cancellation);
    }
}
