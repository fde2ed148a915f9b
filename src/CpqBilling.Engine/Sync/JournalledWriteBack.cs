using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Errors;
using CpqBilling.Core.StripePlan;
using NodaTime;

namespace CpqBilling.Engine.Sync;

/// <summary>What a run does after its last step, as the journal keeps it.</summary>
/// <param name="NowOrders">Orders whose phase starts at the instant Stripe answers.</param>
public sealed record JournalledWriteBack(WriteBack WriteBack, ImmutableArray<string> NowOrders, ImmutableArray<string> Terminations, Instant At)
{
    /// <inheritdoc cref="SyncPlan.FixedInstants"/>
    public ImmutableDictionary<string, Instant> FixedInstants { get; init; } = ImmutableDictionary<string, Instant>.Empty;

    public string Write() =>
        JsonSerializer.Serialize(
            new Stored(
                [
                    .. WriteBack.Fields.Select(field => new StoredField(
                        field.Record.Type,
                        field.Record.Id,
                        field.Field,
                        Text(field.Value),
                        field.Value is StripeRef
                    )),
                ],
                [
                    .. WriteBack.SyncRecords.Select(record => new StoredRecord(
                        record.Primary.Type,
                        record.Primary.Id,
                        record.Secondary.Type,
                        record.Secondary.Id,
                        record.Status,
                        record.Message
                    )),
                ],
                [.. NowOrders],
                [.. Terminations],
                At.ToUnixTimeMilliseconds(),
                FixedInstants.ToDictionary(row => row.Key, row => row.Value.ToUnixTimeSeconds())
            )
        );

    /// <summary>Null when the run broke off before its plan was stored.</summary>
    public static JournalledWriteBack? Read(string? json)
    {
        if (json is null || JsonSerializer.Deserialize<Stored>(json) is not { } stored)
        {
            return null;
        }

        return new JournalledWriteBack(
            new WriteBack(
                [
                    .. stored.Fields.Select(field => new FieldWrite(
                        new RecordRef(field.Type, field.Id),
                        field.Field,
                        field.IsReference ? new StripeRef(field.Value) : new StripeText(field.Value)
                    )),
                ],
                [
                    .. stored.Records.Select(record => new SyncRecordWrite(
                        new RecordRef(record.PrimaryType, record.PrimaryId),
                        new RecordRef(record.SecondaryType, record.SecondaryId),
                        record.Status,
                        record.Message
                    )),
                ]
            ),
            [.. stored.NowOrders],
            [.. stored.Terminations],
            Instant.FromUnixTimeMilliseconds(stored.At)
        )
        {
            FixedInstants = (stored.FixedInstants ?? []).ToImmutableDictionary(row => row.Key, row => Instant.FromUnixTimeSeconds(row.Value)),
        };
    }

    private static string Text(StripeValue value) => value is StripeRef reference ? reference.Step : ((StripeText)value).Value;

    /// <param name="FixedInstants">Missing in what earlier versions stored.</param>
    private sealed record Stored(
        StoredField[] Fields,
        StoredRecord[] Records,
        string[] NowOrders,
        string[] Terminations,
        long At,
        Dictionary<string, long>? FixedInstants
    );

    private sealed record StoredField(string Type, string Id, string Field, string Value, bool IsReference);

    private sealed record StoredRecord(
        string PrimaryType,
        string PrimaryId,
        string SecondaryType,
        string SecondaryId,
        SyncStatus Status,
        string Message
    );
}
