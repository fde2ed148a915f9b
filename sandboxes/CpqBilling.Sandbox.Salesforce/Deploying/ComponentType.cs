namespace CpqBilling.Sandbox.Salesforce.Deploying;

/// <summary>A kind of metadata: the folder of its files in a deployment and how they end.</summary>
/// <param name="Suffix">Null for bundles, which are folders.</param>
/// <param name="Root">The element of its XML when that is not the type's own name.</param>
internal sealed record ComponentType(string Name, string Folder, string? Suffix, string? Root = null)
{
    /// <summary>Types that lie in the file of their object, by the element they are there.</summary>
    public static readonly IReadOnlyDictionary<string, string> InObject = new Dictionary<string, string>
    {
        ["CustomField"] = "fields",
        ["ValidationRule"] = "validationRules",
        ["ListView"] = "listViews",
        ["CompactLayout"] = "compactLayouts",
        ["WebLink"] = "webLinks",
        ["FieldSet"] = "fieldSets",
        ["RecordType"] = "recordTypes",
    };

    private static readonly Dictionary<string, ComponentType> Known = new ComponentType[]
    {
        new("CustomObject", "objects", ".object"),
        new("ApexClass", "classes", ".cls"),
        new("ApexTrigger", "triggers", ".trigger"),
        new("LightningComponentBundle", "lwc", null),
        new("Layout", "layouts", ".layout"),
        new("CustomTab", "tabs", ".tab"),
        new("CustomApplication", "applications", ".app"),
        new("PermissionSet", "permissionsets", ".permissionset"),
        new("NamedCredential", "namedCredentials", ".namedCredential"),
        new("ExternalCredential", "externalCredentials", ".externalCredential"),
        new("ExternalClientApplication", "externalClientApps", ".eca"),
        new("ExtlClntAppOauthSettings", "extlClntAppOauthSettings", ".ecaOauth"),
        new("ExtlClntAppOauthConfigurablePolicies", "extlClntAppOauthPolicies", ".ecaOauthPlcy"),
        new("CustomLabels", "labels", ".labels"),
        new("QuickAction", "quickActions", ".quickAction"),
        new("FlexiPage", "flexipages", ".flexipage"),
        new("ReportFolder", "reports", "-meta.xml"),
        new("Report", "reports", ".report"),
        new("ReportType", "reportTypes", ".reportType"),
        new("DashboardFolder", "dashboards", "-meta.xml"),
        new("Dashboard", "dashboards", ".dashboard"),
        new("Flow", "flows", ".flow"),
        new("CustomNotificationType", "notificationtypes", ".notiftype"),
    }.ToDictionary(type => type.Name, StringComparer.Ordinal);

    public static ComponentType? Find(string name) => Known.GetValueOrDefault(name);
}
