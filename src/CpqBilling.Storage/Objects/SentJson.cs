using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Settings;
using NodaTime;

namespace CpqBilling.Storage.Objects;

/// <summary>What a contract was sent with, as text for memory and journal.</summary>
public static class SentJson
{
    public static string Write(SentContract sent) =>
        JsonSerializer.Serialize(
            new Stored(
                $"{sent.Prices}",
                sent.AccountId,
                [.. sent.Sold.Select(Write)],
                [
                    .. sent.Held.Select(phase => new StoredPhase(
                        phase.Start.ToUnixTimeSeconds(),
                        phase.End.ToUnixTimeSeconds(),
                        phase.Items,
                        phase.OneTimeItems
                    )),
                ],
                [.. sent.Revisions.Select(revision => new StoredRevision(revision.At?.ToUnixTimeSeconds(), [.. revision.Sold.Select(Write)]))],
                [.. sent.Owed]
            )
        );

    /// <summary>Null where nothing was kept.</summary>
    public static SentContract? Read(string? json) =>
        json is null || JsonSerializer.Deserialize<Stored>(json) is not { } stored
            ? null
            : new SentContract(
                PriceSettings.Parse(stored.Prices),
                stored.AccountId,
                [.. stored.Sold.Select(Read)],
                [
                    .. stored.Held.Select(phase => new HeldPhase(
                        Instant.FromUnixTimeSeconds(phase.Start),
                        Instant.FromUnixTimeSeconds(phase.End),
                        phase.Items,
                        phase.OneTimeItems
                    )),
                ],
                [
                    .. stored.Revisions.Select(revision => new SoldUntil(
                        revision.At is { } at ? Instant.FromUnixTimeSeconds(at) : (Instant?)null,
                        [.. revision.Sold.Select(Read)]
                    )),
                ]
            )
            {
                Owed = [.. stored.Owed ?? []],
            };

    private static StoredRecord Write(CpqRecord record) =>
        new(record.Type, record.Id, record.Fields.Where(field => field.Value is not null).ToDictionary());

    private static CpqRecord Read(StoredRecord record) =>
        new(record.Type, record.Id, record.Fields.ToDictionary(field => field.Key, field => Value((JsonElement)field.Value!)));

    private static object? Value(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetDecimal(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    private sealed record Stored(
        string Prices,
        string? AccountId,
        StoredRecord[] Sold,
        StoredPhase[] Held,
        StoredRevision[] Revisions,
        string[]? Owed = null
    );

    private sealed record StoredRecord(string Type, string Id, Dictionary<string, object?> Fields);

    private sealed record StoredPhase(long Start, long End, string Items, string OneTimeItems);

    private sealed record StoredRevision(long? At, StoredRecord[] Sold);
}
