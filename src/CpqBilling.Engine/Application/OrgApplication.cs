using CpqBilling.Engine.Application.Contracts;
using CpqBilling.Engine.Application.Drafts;
using CpqBilling.Engine.Application.Forecasts;
using CpqBilling.Engine.Application.Issues;
using CpqBilling.Engine.Application.Mappings;
using CpqBilling.Engine.Application.Orders;
using CpqBilling.Engine.Application.Preferences;
using CpqBilling.Engine.Application.Previews;
using CpqBilling.Engine.Application.Reconciling;
using CpqBilling.Engine.Application.Rehearsals;
using CpqBilling.Engine.Application.Runs;
using CpqBilling.Engine.Application.Searching;
using CpqBilling.Engine.Sync;
using NodaTime;

namespace CpqBilling.Engine.Application;

/// <summary>Everything that can be done with one org, for pages, API and command line alike.</summary>
/// <param name="sync">Syncs an order now because a person asked for it.</param>
public sealed class OrgApplication(BillingOrg org, OrgFace face, Func<string, CancellationToken, Task> sync)
{
    public OrgFace Face => face;

    public IClock Clock => org.Clock;

    public OrderList Orders { get; } = new(org);

    public OrderWatch Watch { get; } = new(org);

    public ContractReader Contracts { get; } = new(org);

    public RunReader Runs { get; } = new(org);

    public IssueList Issues { get; } = new(org);

    public ForecastReader Forecasts { get; } = new(org);

    public PreviewReader Previews { get; } = new(org);

    public ConfigurationBook Configurations { get; } = new(org);

    public PreferenceBook Preferences => new(Configurations);

    public MappingBook Mappings => new(org, Configurations);

    public OrgFields Fields => new(org);

    public Rehearsal Rehearsal { get; } = new(org);

    public Reconciler Reconciler { get; } = new(org);

    /// <summary>False while orders are billed by hand only.</summary>
    public bool IsSyncEnabled => org.Settings.SyncEnabled;

    public SearchReader Search { get; } = new(org);

    public OverviewReader Overview => new(this);

    public LocalDate Today => org.Now.InZone(org.Settings.BillingTimeZone).Date;

    public Task SyncAsync(string orderId, CancellationToken cancellation) => sync(orderId, cancellation);
}
