using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Storage.Rows.Outgoing;
using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Storage.Outgoing;

/// <summary>Something that happened, for whoever asked to be told.</summary>
/// <param name="Event">One of <see cref="OutgoingEvents"/>.</param>
/// <param name="Text">In one sentence or two, for people.</param>
/// <param name="Content">For programs; becomes a JSON object.</param>
public sealed record OutgoingNews(string OrgId, string Event, Instant At, string Text, object Content)
{
    /// <summary>As it is sent to a destination.</summary>
    internal Delivery To(Destination destination) =>
        new()
        {
            Id = "msg_" + Guid.NewGuid().ToString("N"),
            OrgId = OrgId,
            DestinationId = destination.Id,
            Event = Event,
            BodyJson = new JsonObject
            {
                ["type"] = Event,
                ["org"] = OrgId,
                ["at"] = InstantPattern.ExtendedIso.Format(At),
                ["text"] = Text,
                ["data"] = JsonSerializer.SerializeToNode(Content, JsonSerializerOptions.Web),
            }.ToJsonString(),
            CreatedAt = At,
            NextAt = At,
        };
}
