using CpqBilling.Storage.Rows.People;

namespace CpqBilling.Web.Access;

/// <summary>Roles and scopes as pages say them.</summary>
internal static class RoleWords
{
    public static string Of(OrgRole role) => role.ToString().ToLowerInvariant();

    public static string OfScope(string scope) =>
        scope switch
        {
            "read" => "Look, preview and export",
            "operate" => "Also sync, retry and repair",
            "administer" => "Also change connections, mapping and preferences",
            "install" => "People, keys and the audit of the installation",
            "package" => "What the Salesforce package of an org calls",
            _ => scope,
        };
}
