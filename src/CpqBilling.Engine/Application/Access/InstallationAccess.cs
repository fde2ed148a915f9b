using CpqBilling.Engine.Installations;

namespace CpqBilling.Engine.Application.Access;

/// <summary>People, sessions, keys and the audit of an installation, for pages, API and command line alike.</summary>
public sealed class InstallationAccess(Installation installation)
{
    public FirstRun FirstRun { get; } = new(installation);

    public People People { get; } = new(installation.Database, installation.Audit);

    public Sessions Sessions { get; } = new(installation.Database, installation.Audit);

    public SingleSignOn SingleSignOn { get; } = new(installation.Database, installation.Audit);

    public AuditReader Audit { get; } = new(installation.Database, installation.Audit);

    public ApiKeys Keys { get; } = new(installation.Database, installation.Audit);
}
