using System.Collections.Immutable;
using System.Net;
using System.Net.Mail;
using CpqBilling.Engine.Outgoing;
using CpqBilling.Storage.Outgoing;
using CpqBilling.Storage.Rows.Outgoing;

namespace CpqBilling.Engine.Application.Alerts;

/// <summary>What can be a destination.</summary>
internal sealed class DestinationRules(OutgoingOptions options)
{
    private const int LongestName = 80;
    private const int LongestAddress = 500;
    private readonly PermittedAddresses _permitted = new(options.PrivateNetworks);

    /// <summary>Why it cannot be made, in sentences; empty when nothing speaks against it.</summary>
    public ImmutableArray<string> FaultsOf(NewDestination wanted) =>
        string.IsNullOrWhiteSpace(wanted.Name) || wanted.Name.Length > LongestName
            ? [$"A destination needs a name of at most {LongestName} characters, by which people know it."]
            : [.. FaultsOf(wanted.Kind, wanted.Events), .. AddressFaultsOf(wanted)];

    public static IEnumerable<string> FaultsOf(DestinationKind kind, ImmutableArray<string> events) =>
        events.FirstOrDefault(word => !OutgoingEvents.Choosable.Contains(word)) is { } unknown
            ? [$"There is no event {unknown}; there are {string.Join(", ", OutgoingEvents.Choosable)}."]
        : events.IsEmpty && kind != DestinationKind.DeadManSwitch ? ["A destination that is told nothing is of no use: choose an event."]
        : [];

    /// <summary>What may be shown of an address: chat services put a secret into its path.</summary>
    public static string Shown(NewDestination wanted) =>
        wanted.Kind == DestinationKind.Email ? wanted.Address : new Uri(wanted.Address).GetLeftPart(UriPartial.Authority);

    private IEnumerable<string> AddressFaultsOf(NewDestination wanted)
    {
        if (wanted.Kind == DestinationKind.Email)
        {
            return options.Mail is null ? ["No mail server is known to the service: set smtpHost and smtpFrom, and start it again."]
                : MailAddress.TryCreate(wanted.Address, out var mail) && mail.Address == wanted.Address ? []
                : [$"\"{wanted.Address}\" is no e-mail address."];
        }

        if (
            wanted.Address.Length > LongestAddress
            || !Uri.TryCreate(wanted.Address, UriKind.Absolute, out var url)
            || url.Scheme is not ("https" or "http")
            || url.UserInfo.Length > 0
        )
        {
            return
            [
                $"The address is no web address of at most {LongestAddress} characters without a name or password in it: write https://HOST/PATH.",
            ];
        }

        var host =
            url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 ? IPAddress.Parse(url.DnsSafeHost)
            : url.IsLoopback ? IPAddress.Loopback
            : null;
        return host is not null && !_permitted.Permits(host)
                ? [$"{url.Host} lies in a private network, which the service does not call unless the setting outgoingPrivateNetworks names it."]
            : url.Scheme == "http" && (host is null || !_permitted.IsAllowedPrivate(host)) ? ["What is sent would travel in clear: write https://."]
            : [];
    }
}
