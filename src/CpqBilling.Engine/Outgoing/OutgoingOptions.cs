using System.Collections.Immutable;
using System.Net;

namespace CpqBilling.Engine.Outgoing;

/// <summary>How the service reaches destinations.</summary>
/// <param name="Mail">Null where no mail can be sent.</param>
/// <param name="PrivateNetworks">Networks that are not public and may be called all the same.</param>
public sealed record OutgoingOptions(MailServer? Mail, ImmutableArray<IPNetwork> PrivateNetworks)
{
    public static OutgoingOptions None { get; } = new(null, []);
}
