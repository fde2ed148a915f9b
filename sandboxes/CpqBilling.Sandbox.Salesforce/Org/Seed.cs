using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Org;

/// <summary>What a fresh org holds: itself, its users, the CPQ package licence and the standard price book.</summary>
internal static class Seed
{
    public const string IntegrationUsername = "integration@cpqbilling.test";
    public const string SalesUsername = "sales@cpqbilling.test";
    public const string AdminUsername = "admin@cpqbilling.test";

    public static void Fill(SandboxOrg org)
    {
        var system = new OrgUser(SalesforceId.Make("005", 1), IntegrationUsername, "Integration User", IntegrationUsername, true);
        org.Write(
            system,
            session =>
            {
                Insert(
                    session,
                    "Organization",
                    new()
                    {
                        ["Name"] = "CpqBilling Sandbox",
                        ["InstanceName"] = "SBX1",
                        ["IsSandbox"] = true,
                        ["OrganizationType"] = "Developer Edition",
                        ["DefaultCurrencyIsoCode"] = "USD",
                        ["LanguageLocaleKey"] = "en_US",
                        ["TimeZoneSidKey"] = "GMT",
                    }
                );
                Insert(session, "PackageLicense", new() { ["NamespacePrefix"] = "SBQQ", ["Status"] = "Active" });
                Insert(
                    session,
                    "Pricebook2",
                    new()
                    {
                        ["Name"] = "Standard Price Book",
                        ["IsStandard"] = true,
                        ["IsActive"] = true,
                    }
                );
                var admin = Insert(session, "Profile", new() { ["Name"] = "System Administrator" });
                var standard = Insert(session, "Profile", new() { ["Name"] = "Standard User" });
                var edit = Insert(
                    session,
                    "PermissionSet",
                    new()
                    {
                        ["Name"] = "Stripe_Integration_User",
                        ["Label"] = "Integration User",
                        ["PermissionsEditActivatedOrders"] = true,
                    }
                );
                AddUser(session, IntegrationUsername, "Integration", admin.Id, edit.Id);
                if (org.HasPackage)
                    PermissionSets.OfPackage(session, session.Org.IntegrationUser.Id);
                AddUser(session, AdminUsername, "Admin", admin.Id, edit.Id);
                AddUser(session, SalesUsername, "Sales", standard.Id, null);
                foreach (var code in Schema.Currencies.Codes)
                    Insert(
                        session,
                        "CurrencyType",
                        new()
                        {
                            ["IsoCode"] = code,
                            ["ConversionRate"] = 1m,
                            ["DecimalPlaces"] =
                                code is "JPY" ? 0m
                                : code is "KWD" ? 3m
                                : 2m,
                            ["IsActive"] = true,
                            ["IsCorporate"] = code == Schema.Currencies.Corporate,
                        }
                    );
                return 0;
            }
        );
    }

    private static Record Insert(WriteSession session, string type, Dictionary<string, object?> values) =>
        session.Insert(type, values, WriteMode.Fixture);

    private static void AddUser(WriteSession session, string username, string lastName, string profileId, string? permissionSetId)
    {
        var row = Insert(
            session,
            "User",
            new()
            {
                ["Username"] = username,
                ["Email"] = username,
                ["LastName"] = lastName,
                ["FirstName"] = "CPQ",
                ["Name"] = $"CPQ {lastName}",
                ["Alias"] = lastName.ToLowerInvariant()[..4],
                ["IsActive"] = true,
                ["ProfileId"] = profileId,
            }
        );
        if (permissionSetId is not null)
            Insert(session, "PermissionSetAssignment", new() { ["PermissionSetId"] = permissionSetId, ["AssigneeId"] = row.Id });
        session.Org.Users[username] = new OrgUser(row.Id, username, $"CPQ {lastName}", username, permissionSetId is not null);
    }
}
