using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Storage.Objects;
using NodaTime;

namespace CpqBilling.Engine.Sync;

/// <summary>What a run does after its last step, as the journal keeps it.</summary>
/// <param name="NowOrders">Orders that took effect in the run: at a known instant, or when Stripe says.</param>
public sealed record JournalledWriteBack(WriteBack WriteBack, ImmutableArray<OrderInstant> NowOrders, ImmutableArray<string> Terminations, Instant At)
{
    private static readonly StripeRef Finalized = new(InvoiceSteps.FinalizeKey);

    /// <summary>What the contract is sent with; null on plans of records without an order.</summary>
    public SentContract? Sent { get; init; }

    /// <summary>
    /// What a run that broke off may write: objects of the contract itself. An amendment counts as applied by its id, so it gets none; an order
    /// counts as invoiced by that of its invoice, so it gets none before the draft is one.
    /// </summary>
    public ImmutableArray<FieldWrite> Made(string contractKey, ReferenceResolver answers) =>
        [
            .. WriteBack.Fields.Where(field =>
                field.Record.Type != "Order"
                || (field.Record.Id == contractKey && (field.Value is not StripeRef { Step: InvoiceSteps.Key } || answers.Knows(Finalized)))
            ),
        ];

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
                [.. NowOrders.Select(order => new StoredInstant(order.OrderId, order.At?.ToUnixTimeSeconds()))],
                [.. Terminations],
                At.ToUnixTimeMilliseconds(),
                Sent is null ? null : SentJson.Write(Sent)
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
            [
                .. stored.NowOrders.Select(order => new OrderInstant(
                    order.OrderId,
                    order.At is { } at ? Instant.FromUnixTimeSeconds(at) : (Instant?)null
                )),
            ],
            [.. stored.Terminations],
            Instant.FromUnixTimeMilliseconds(stored.At)
        )
        {
            Sent = SentJson.Read(stored.Sent),
        };
    }

    private static string Text(StripeValue value) => value is StripeRef reference ? reference.Step : ((StripeText)value).Value;

    private sealed record Stored(
        StoredField[] Fields,
        StoredRecord[] Records,
        StoredInstant[] NowOrders,
        string[] Terminations,
        long At,
        string? Sent
    );

    private sealed record StoredInstant(string OrderId, long? At);

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
