using Avro;
using Avro.Generic;
using Avro.IO;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Events;

/// <summary>The header of a change event. Lists of fields are bitmaps over the schema.</summary>
internal sealed record ChangeHeader(string EntityName, string[] RecordIds, string ChangeType, string Origin, string User)
{
    public required string TransactionKey { get; init; }
    public int SequenceNumber { get; init; } = 1;
    public required DateTimeOffset At { get; init; }
    public long CommitNumber { get; init; }
    public string[] NulledFields { get; init; } = [];
    public string[] ChangedFields { get; init; } = [];
}

/// <summary>Writes events in Avro, without a schema in front.</summary>
internal static class EventPayload
{
    public static byte[] OfChange(EventSchema schema, ChangeHeader header, object?[]? values, Func<FieldDef, bool> isCarried)
    {
        var record = new GenericRecord(schema.Avro);
        record.Add("ChangeEventHeader", HeaderOf(header, (RecordSchema)schema.Avro["ChangeEventHeader"].Schema));
        foreach (var field in schema.Fields)
            record.Add(
                field.Name,
                values is null ? null
                    : schema.Parts.TryGetValue(field, out var parts) ? Compound(schema, field, parts, values, isCarried)
                    : isCarried(field) ? Value(values[field.Ordinal], field)
                    : null
            );
        return Encoded(record, schema.Avro);
    }

    public static byte[] OfPlatformEvent(EventSchema schema, Record published)
    {
        var record = new GenericRecord(schema.Avro);
        record.Add("CreatedDate", ((DateTimeOffset)published["CreatedDate"]!).ToUnixTimeMilliseconds());
        record.Add("CreatedById", published.Text("CreatedById"));
        foreach (var field in schema.Fields)
            record.Add(field.Name, Value(published[field], field));
        return Encoded(record, schema.Avro);
    }

    /// <summary>Reads a payload; throws <see cref="AvroException"/> when it does not fit the schema.</summary>
    public static GenericRecord Read(byte[] payload, RecordSchema schema)
    {
        try
        {
            using var stream = new MemoryStream(payload);
            return new GenericDatumReader<GenericRecord>(schema, schema).Read(null!, new BinaryDecoder(stream));
        }
        catch (Exception error) when (error is not AvroException)
        {
            throw new AvroException("The payload does not fit the schema.", error);
        }
    }

    private static byte[] Encoded(GenericRecord record, RecordSchema schema)
    {
        using var stream = new MemoryStream();
        new GenericDatumWriter<GenericRecord>(schema).Write(record, new BinaryEncoder(stream));
        return stream.ToArray();
    }

    private static GenericRecord HeaderOf(ChangeHeader header, RecordSchema schema)
    {
        var record = new GenericRecord(schema);
        record.Add("entityName", header.EntityName);
        record.Add("recordIds", header.RecordIds);
        record.Add("changeType", new GenericEnum((EnumSchema)schema["changeType"].Schema, header.ChangeType));
        record.Add("changeOrigin", header.Origin);
        record.Add("transactionKey", header.TransactionKey);
        record.Add("sequenceNumber", header.SequenceNumber);
        record.Add("commitTimestamp", header.At.ToUnixTimeMilliseconds());
        record.Add("commitNumber", header.CommitNumber);
        record.Add("commitUser", header.User);
        record.Add("nulledFields", header.NulledFields);
        record.Add("diffFields", Array.Empty<string>());
        record.Add("changedFields", header.ChangedFields);
        return record;
    }

    private static GenericRecord? Compound(
        EventSchema schema,
        FieldDef field,
        IReadOnlyList<FieldDef> parts,
        object?[] values,
        Func<FieldDef, bool> isCarried
    )
    {
        if (!parts.Any(part => isCarried(part) && values[part.Ordinal] is not null))
            return null;
        var inner = (RecordSchema)((UnionSchema)schema.Avro[field.Name].Schema)[1];
        var record = new GenericRecord(inner);
        foreach (var part in parts)
            record.Add(EventSchema.PartName(field, part), isCarried(part) ? Value(values[part.Ordinal], part) : null);
        return record;
    }

    /// <summary>Dates and instants are milliseconds since 1970.</summary>
    private static object? Value(object? value, FieldDef field) =>
        value switch
        {
            decimal number when field.Type == FieldType.Int => (int)Math.Clamp(number, int.MinValue, int.MaxValue),
            decimal number => (double)number,
            DateOnly date => new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds(),
            DateTimeOffset at => at.ToUnixTimeMilliseconds(),
            _ => value,
        };
}
