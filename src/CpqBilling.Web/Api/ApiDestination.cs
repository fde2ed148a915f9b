using System.Collections.Immutable;
using CpqBilling.Storage.Rows.Outgoing;
using NodaTime;

namespace CpqBilling.Web.Api;

/// <param name="Shown">Of a web address its host: the rest may be a secret.</param>
/// <param name="FailingSince">Null when the last delivery was taken.</param>
/// <param name="DisabledAt">Nothing is sent from then on; null while it is on.</param>
public sealed record ApiDestination(
    string Id,
    DestinationKind Kind,
    string Name,
    string Shown,
    ImmutableArray<string> Events,
    Instant? FailingSince,
    Instant? DisabledAt
)
{
    internal static ApiDestination Of(Destination row) =>
        new(
            row.Id,
            row.Kind,
            row.Name,
            row.Shown,
            [.. row.Events.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            row.FailingSince,
            row.DisabledAt
        );
}
