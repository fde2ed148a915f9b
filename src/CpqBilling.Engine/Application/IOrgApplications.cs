namespace CpqBilling.Engine.Application;

/// <summary>The orgs of an installation.</summary>
public interface IOrgApplications
{
    Task<IReadOnlyList<OrgFace>> ListAsync(CancellationToken cancellation);

    /// <summary>Null when there is no such org, or it cannot bill yet.</summary>
    Task<OrgApplication?> FindAsync(string orgId, CancellationToken cancellation);
}
