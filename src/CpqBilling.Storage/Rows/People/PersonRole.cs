namespace CpqBilling.Storage.Rows.People;

/// <summary>The role of a person in an org.</summary>
public sealed class PersonRole
{
    /// <summary>In place of an org: all of them, also those connected later.</summary>
    public const string EveryOrg = "*";

    public required string PersonId { get; init; }

    public required string OrgId { get; init; }

    public required OrgRole Role { get; set; }
}
