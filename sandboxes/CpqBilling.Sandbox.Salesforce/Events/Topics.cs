using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Events;

/// <summary>Names of topics: platform events, change events of one object, and all change events together.</summary>
internal static class Topics
{
    public const string AllChanges = "/data/ChangeEvents";

    public static string OfPlatformEvent(ObjectDef type) => $"/event/{type.Name}";

    public static string OfChanges(ObjectDef type) => $"/data/{ChangeEventName(type)}";

    /// <summary><c>Order</c> has <c>OrderChangeEvent</c>, <c>SBQQ__Quote__c</c> has <c>SBQQ__Quote__ChangeEvent</c>.</summary>
    public static string ChangeEventName(ObjectDef type) =>
        type.Name.EndsWith("__c", StringComparison.OrdinalIgnoreCase) ? $"{type.Name[..^1]}ChangeEvent" : $"{type.Name}ChangeEvent";

    public static bool IsTracked(ObjectDef type) => !type.IsSystem && !type.IsPlatformEvent && !type.IsCustomSetting;

    public static bool Contains(string topic, string eventTopic) =>
        topic.Equals(eventTopic, StringComparison.Ordinal) || (topic == AllChanges && eventTopic.StartsWith("/data/", StringComparison.Ordinal));

    /// <summary>The object behind a topic; null for the topic of all changes and for unknown ones.</summary>
    public static ObjectDef? ObjectOf(string topic, OrgSchema schema) =>
        schema.Objects.FirstOrDefault(type => type.IsPlatformEvent ? OfPlatformEvent(type) == topic : IsTracked(type) && OfChanges(type) == topic);
}
