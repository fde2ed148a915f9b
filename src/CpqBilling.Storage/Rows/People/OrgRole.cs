namespace CpqBilling.Storage.Rows.People;

/// <summary>What a person may do in an org; each may do what those before it may.</summary>
public enum OrgRole
{
    /// <summary>Looks, previews and exports.</summary>
    Viewer,

    /// <summary>Also syncs, retries and repairs.</summary>
    Operator,

    /// <summary>Also changes connections, mapping and preferences.</summary>
    Administrator,
}
