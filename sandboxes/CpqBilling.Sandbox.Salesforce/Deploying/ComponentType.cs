namespace CpqBilling.Sandbox.Salesforce.Deploying;

/// <summary>A kind of metadata: the folder of its files in a deployment and how they end.</summary>
/// <param name="Suffix">Null for bundles, which are folders.</param>
internal sealed record ComponentType(string Name, string Folder, string? Suffix)
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
        new("Report", "reports", ".report"),
        new("ReportType", "reportTypes", ".reportType"),
        new("Dashboard", "dashboards", ".dashboard"),
        new("ApexPage", "pages", ".page"),
        new("Flow", "flows", ".flow"),
        new("CustomNotificationType", "notificationtypes", ".notiftype"),
    }.ToDictionary(type => type.Name, StringComparer.Ordinal);

    /// <summary>Where a member's file lies. Folders of reports and dashboards go by the type of what lies in them, with or without a slash, and have a description only.</summary>
    public string PathOf(string member) =>
        Suffix is null ? $"{Folder}/{member}/{member}.js"
        : IsFolder(member) ? $"{Folder}/{member.TrimEnd('/')}-meta.xml"
        : $"{Folder}/{member}{Suffix}";

    /// <summary>The element that describes a member.</summary>
    public string RootOf(string member) => IsFolder(member) ? Name + "Folder" : Name;

    private bool IsFolder(string member) => Name is "Report" or "Dashboard" && !member.TrimEnd('/').Contains('/', StringComparison.Ordinal);

    public static ComponentType? Find(string name) => Known.GetValueOrDefault(name);
}
