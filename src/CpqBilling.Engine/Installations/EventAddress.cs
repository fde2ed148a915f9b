using CpqBilling.Salesforce;

namespace CpqBilling.Engine.Installations;

/// <summary>Where the events of an org are subscribed to, by what somebody said when it was connected.</summary>
public static class EventAddress
{
    private const string On = "on";
    private const string Off = "off";

    /// <summary>The access token goes there, so that an address beyond this machine has TLS.</summary>
    public static bool IsOne(string text) =>
        text is On or Off
        || (
            Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback))
        );

    /// <param name="wish"><c>on</c>, <c>off</c> or an address; null leaves a known org as it is, and switches them on for a new one.</param>
    /// <param name="known">The connection that is replaced; null for a new org.</param>
    /// <returns>Null for an org that is only polled. A server on this machine has no events unless their address is named.</returns>
    public static Uri? Of(string? wish, SalesforceConnection connection, SalesforceConnection? known) =>
        wish switch
        {
            On => SalesforceConnection.SalesforceEvents,
            Off => null,
            { } address => new Uri(address),
            null when known is not null => known.EventsUrl,
            null => connection.InstanceUrl.IsLoopback ? null : SalesforceConnection.SalesforceEvents,
        };
}
