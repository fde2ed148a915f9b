using CpqBilling.Storage.Rows;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage;

/// <summary>The database: the same tables on SQLite and PostgreSQL.</summary>
public abstract class BillingDb(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
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

    public DbSet<User> Users => Set<User>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    /// <summary>Keys of Data Protection, with which secrets are encrypted; shared by all nodes.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public DbSet<InstallationRow> Installations => Set<InstallationRow>();

    public DbSet<ListedOrder> ListedOrders => Set<ListedOrder>();

    public DbSet<ExpectedAmount> ExpectedAmounts => Set<ExpectedAmount>();

    /// <summary>Instants are whole milliseconds, which both databases order; enumerations are words, which people read.</summary>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Instant>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<LocalDate>().HaveConversion<LocalDateConverter>();
        configurationBuilder.Properties<OrderKind>().HaveConversion<string>();
        configurationBuilder.Properties<OrderState>().HaveConversion<string>();
        configurationBuilder.Properties<StepState>().HaveConversion<string>();
        configurationBuilder.Properties<RunOutcome>().HaveConversion<string>();
        configurationBuilder.Properties<Core.Planning.SyncStatus>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Connection>().HasKey(row => new { row.OrgId, row.Account });
        modelBuilder.Entity<Configuration>().HasKey(row => new { row.OrgId, row.Version });
        modelBuilder.Entity<PollCursor>().HasKey(row => new { row.OrgId, row.Stream });
        modelBuilder.Entity<SyncJob>(job =>
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
        modelBuilder
            .Entity<ParkedRecord>()
            .HasKey(row => new
            {
                row.OrgId,
                row.Family,
                row.RecordId,
            });
        modelBuilder.Entity<ContractLeaseRow>(lease =>
        {
            lease.ToTable("ContractLeases");
            lease.HasKey(row => new { row.OrgId, row.Family });
        });
        modelBuilder.Entity<SyncRun>(run =>
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
        modelBuilder.Entity<PlanStepRow>(step =>
        {
            step.HasKey(row => new { row.RunId, row.Ordinal });
            step.HasIndex(row => new { row.OrgId, row.ResultId });
        });
        modelBuilder.Entity<StripeObjectRow>(stripe =>
        {
            stripe.HasKey(row => new
            {
                row.OrgId,
                row.SalesforceId,
                row.Role,
            });
            stripe.HasIndex(row => new { row.OrgId, row.StripeId });
        });
        modelBuilder.Entity<EffectiveInstant>().HasKey(row => new { row.OrgId, row.OrderId });
        modelBuilder.Entity<SyncRecord>(record =>
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
        modelBuilder.Entity<WebhookEvent>(received =>
        {
            received.HasKey(row => new { row.OrgId, row.EventId });
            received.HasIndex(row => new { row.OrgId, row.ReceivedAt });
        });
        modelBuilder.Entity<ListedOrder>(order =>
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
        modelBuilder.Entity<ExpectedAmount>(amount =>
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
        modelBuilder.Entity<AuditEntry>().HasIndex(row => new { row.OrgId, row.At });
        modelBuilder.Entity<User>().HasIndex(row => row.Name).IsUnique();
        modelBuilder.Entity<User>().HasIndex(row => row.ExternalSubject).IsUnique();
        modelBuilder.Entity<ApiKey>().HasIndex(row => row.Hash).IsUnique();
        modelBuilder.Entity<InstallationRow>(installation =>
        {
            installation.ToTable("Installation");
            installation.HasKey(row => row.Key);
            installation.Property(row => row.Key).ValueGeneratedNever();
            installation.Property(row => row.Id).IsRequired();
        });
        modelBuilder.Entity<DataProtectionKey>(key =>
        {
            key.ToTable("ProtectionKeys");
            key.Property(row => row.Xml).IsRequired();
        });
        SnakeCase.Rename(modelBuilder);
    }
}
