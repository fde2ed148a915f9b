using System.Text.Json;
using CpqBilling.Storage.Rows.Outgoing;
using NodaTime;

namespace CpqBilling.Web.Api;

/// <param name="Body">What is sent.</param>
/// <param name="NextAt">When it is tried next; null once it was taken or given up.</param>
/// <param name="LastStatus">HTTP status of the last answer; null where there was none.</param>
/// <param name="LastAnswer">Its beginning, or why there was none.</param>
/// <param name="DeliveredAt">Null until it was taken.</param>
public sealed record ApiDelivery(
    string Id,
    string Event,
    JsonElement Body,
    Instant CreatedAt,
    int Attempts,
    Instant? NextAt,
    int? LastStatus,
    string? LastAnswer,
    Instant? DeliveredAt
)
{
    internal static ApiDelivery Of(Delivery row) =>
        new(
            row.Id,
            row.Event,
            JsonSerializer.Deserialize<JsonElement>(row.BodyJson),
            row.CreatedAt,
            row.Attempts,
            row.NextAt,
            row.LastStatus,
            row.LastAnswer,
            row.DeliveredAt
        );
}
