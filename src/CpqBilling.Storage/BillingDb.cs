using CpqBilling.Storage.Rows;
using CpqBilling.Storage.Rows.Outgoing;
using CpqBilling.Storage.Rows.People;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage;

/// <summary>The database: the same tables on SQLite and PostgreSQL.</summary>
public abstract class BillingDb(DbContextOptions options) : IdentityUserContext<Person>(options), IDataProtectionKeyContext
{
    public DbSet<Org> Orgs => Set<Org>();

    public DbSet<Connection> Connections => Set<Connection>();

    public DbSet<Configuration> Configurations => Set<Configuration>();

    public DbSet<PollCursor> PollCursors => Set<PollCursor>();

    public DbSet<SyncJob> SyncJobs => Set<SyncJob>();

    public DbSet<ParkedRecord> ParkedRecords => Set<ParkedRecord>();

    public DbSet<ContractLeaseRow> ContractLeases => Set<ContractLeaseRow>();

    public DbSet<SyncRun> SyncRuns => Set<SyncRun>();

    public DbSet<PlanStepRow> PlanSteps => Set<PlanStepRow>();

    public DbSet<StripeObjectRow> StripeObjects => Set<StripeObjectRow>();

    public DbSet<EffectiveInstant> EffectiveInstants => Set<EffectiveInstant>();

    public DbSet<SyncRecord> SyncRecords => Set<SyncRecord>();

    public DbSet<WebhookEvent> WebhookEvents => Set<WebhookEvent>();

    public DbSet<AuditEntry> AuditLog => Set<AuditEntry>();

    public DbSet<AuditHead> AuditHeads => Set<AuditHead>();

    public DbSet<PersonRole> PersonRoles => Set<PersonRole>();

    public DbSet<SignedInSession> Sessions => Set<SignedInSession>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    /// <summary>Keys of Data Protection, with which secrets are encrypted; shared by all nodes.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public DbSet<InstallationRow> Installations => Set<InstallationRow>();

    public DbSet<ListedOrder> ListedOrders => Set<ListedOrder>();

    public DbSet<ExpectedAmount> ExpectedAmounts => Set<ExpectedAmount>();

    public DbSet<Alert> Alerts => Set<Alert>();

    public DbSet<AlertLimits> AlertLimits => Set<AlertLimits>();

    public DbSet<Destination> Destinations => Set<Destination>();

    public DbSet<Delivery> Deliveries => Set<Delivery>();

    public DbSet<IdempotentCall> IdempotentCalls => Set<IdempotentCall>();

    /// <summary>Instants are whole milliseconds, which both databases order; enumerations are words, which people read.</summary>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Instant>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<LocalDate>().HaveConversion<LocalDateConverter>();
        configurationBuilder.Properties<OrderKind>().HaveConversion<string>();
        configurationBuilder.Properties<AlertKind>().HaveConversion<string>();
        configurationBuilder.Properties<DestinationKind>().HaveConversion<string>();
        configurationBuilder.Properties<OrgRole>().HaveConversion<string>();
        configurationBuilder.Properties<OrderState>().HaveConversion<string>();
        configurationBuilder.Properties<StepState>().HaveConversion<string>();
        configurationBuilder.Properties<RunOutcome>().HaveConversion<string>();
        configurationBuilder.Properties<Core.Planning.SyncStatus>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        PeopleModel.Describe(builder);
        OutgoingModel.Describe(builder);
        builder.Entity<Connection>().HasKey(row => new { row.OrgId, row.Account });
        builder.Entity<Configuration>().HasKey(row => new { row.OrgId, row.Version });
        builder.Entity<PollCursor>().HasKey(row => new { row.OrgId, row.Stream });
        builder.Entity<SyncJob>(job =>
        {
            job.HasKey(row => new { row.OrgId, row.Family });
            job.Property(row => row.Revision).IsConcurrencyToken();
            job.HasIndex(row => new
            {
                row.OrgId,
                row.Priority,
                row.DueAt,
            });
        });
        builder
            .Entity<ParkedRecord>()
            .HasKey(row => new
            {
                row.OrgId,
                row.Family,
                row.RecordId,
            });
        builder.Entity<ContractLeaseRow>(lease =>
        {
            lease.ToTable("ContractLeases");
            lease.HasKey(row => new { row.OrgId, row.Family });
        });
        builder.Entity<SyncRun>(run =>
        {
            run.HasIndex(row => new
            {
                row.OrgId,
                row.ContractKey,
                row.StartedAt,
            });
            run.HasIndex(row => new { row.OrgId, row.StartedAt });
            run.HasIndex(row => new
            {
                row.OrgId,
                row.Family,
                row.Outcome,
            });
            run.HasMany(row => row.Steps).WithOne().HasForeignKey(step => step.RunId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<PlanStepRow>(step =>
        {
            step.HasKey(row => new { row.RunId, row.Ordinal });
            step.HasIndex(row => new { row.OrgId, row.ResultId });
        });
        builder.Entity<StripeObjectRow>(stripe =>
        {
            stripe.HasKey(row => new
            {
                row.OrgId,
                row.SalesforceId,
                row.Role,
            });
            stripe.HasIndex(row => new { row.OrgId, row.StripeId });
        });
        builder.Entity<EffectiveInstant>().HasKey(row => new { row.OrgId, row.OrderId });
        builder.Entity<SyncRecord>(record =>
        {
            record.HasKey(row => new
            {
                row.OrgId,
                row.PrimaryId,
                row.SecondaryId,
            });
            record.HasIndex(row => new
            {
                row.OrgId,
                row.Status,
                row.ChangedAt,
            });
        });
        builder.Entity<WebhookEvent>(received =>
        {
            received.HasKey(row => new { row.OrgId, row.EventId });
            received.HasIndex(row => new { row.OrgId, row.ReceivedAt });
        });
        builder.Entity<ListedOrder>(order =>
        {
            order.HasKey(row => new { row.OrgId, row.OrderId });
            order.HasIndex(row => new { row.OrgId, row.ContractKey });
            order.HasIndex(row => new { row.OrgId, row.Number });
            order.HasIndex(row => new
            {
                row.OrgId,
                row.State,
                row.ActivatedAt,
            });
            order.HasIndex(row => new { row.OrgId, row.ActivatedAt });
            order.HasIndex(row => new { row.OrgId, row.ChangedAt });
        });
        builder.Entity<ExpectedAmount>(amount =>
        {
            amount.HasKey(row => new
            {
                row.OrgId,
                row.ContractKey,
                row.Invoice,
                row.Line,
            });
            amount.HasIndex(row => new
            {
                row.OrgId,
                row.Currency,
                row.Date,
            });
        });
        builder.Entity<AuditEntry>(entry =>
        {
            entry.HasIndex(row => new { row.Chain, row.Sequence }).IsUnique();
            entry.HasIndex(row => new { row.Chain, row.At });
        });
        builder.Entity<AuditHead>().HasKey(row => row.Chain);
        builder.Entity<ApiKey>().HasIndex(row => row.Hash).IsUnique();
        builder.Entity<InstallationRow>(installation =>
        {
            installation.ToTable("Installation");
            installation.HasKey(row => row.Key);
            installation.Property(row => row.Key).ValueGeneratedNever();
            installation.Property(row => row.Id).IsRequired();
        });
        builder.Entity<DataProtectionKey>(key =>
        {
            key.ToTable("ProtectionKeys");
            key.Property(row => row.Xml).IsRequired();
        });
        SnakeCase.Rename(builder);
    }
}
