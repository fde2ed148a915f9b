using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Org;

namespace CpqBilling.Sandbox.Salesforce.Auth;

/// <summary>Who a token belongs to: the id URL and the OpenID userinfo call.</summary>
internal static class Identity
{
    public static JsonObject ById(SandboxOrg org, OrgUser user, string origin) =>
        new()
        {
            ["id"] = $"{origin}/id/{org.Id}/{user.Id}",
            ["asserted_user"] = true,
            ["user_id"] = user.Id,
            ["organization_id"] = org.Id,
            ["username"] = user.Username,
            ["nick_name"] = user.Name,
            ["display_name"] = user.Name,
            ["email"] = user.Email,
            ["email_verified"] = true,
            ["user_type"] = "STANDARD",
            ["language"] = "en_US",
            ["locale"] = "en_US",
            ["active"] = true,
            ["urls"] = Urls(org, user, origin),
            ["last_modified_date"] = RecordJson.Instant(org.Clock.Now),
        };

    public static JsonObject UserInfo(SandboxOrg org, OrgUser user, string origin) =>
        new()
        {
            ["sub"] = $"{origin}/id/{org.Id}/{user.Id}",
            ["user_id"] = user.Id,
            ["organization_id"] = org.Id,
            ["preferred_username"] = user.Username,
            ["nickname"] = user.Name,
            ["name"] = user.Name,
            ["email"] = user.Email,
            ["email_verified"] = true,
            ["zoneinfo"] = "GMT",
            ["urls"] = Urls(org, user, origin),
            ["active"] = true,
            ["user_type"] = "STANDARD",
            ["language"] = "en_US",
            ["locale"] = "en_US",
        };

    /// <summary>Clients put their version where <c>{version}</c> stands.</summary>
    private static JsonObject Urls(SandboxOrg org, OrgUser user, string origin) =>
        new()
        {
            ["enterprise"] = $"{origin}/services/Soap/c/{{version}}/{org.Id[..15]}",
            ["partner"] = $"{origin}/services/Soap/u/{{version}}/{org.Id[..15]}",
            ["rest"] = $"{origin}/services/data/v{{version}}/",
            ["sobjects"] = $"{origin}/services/data/v{{version}}/sobjects/",
            ["query"] = $"{origin}/services/data/v{{version}}/query/",
            ["recent"] = $"{origin}/services/data/v{{version}}/recent/",
            ["profile"] = $"{origin}/{user.Id}",
            ["custom_domain"] = origin,
        };
}
