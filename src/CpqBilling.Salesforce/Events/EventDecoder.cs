using System.Collections.Immutable;
using Avro;
using Avro.Generic;
using Avro.IO;

namespace CpqBilling.Salesforce;

/// <summary>Reads payloads in Avro as what they tell.</summary>
/// <param name="names">Of the package in the org.</param>
internal sealed class EventDecoder(PackageNames names)
{
    private const string Header = "ChangeEventHeader";
    private const string Activated = "Activated";

    /// <summary>What the connector itself writes on records of others; the rest of the package's fields are for people.</summary>
    private static readonly HashSet<string> OwnFields = new(StringComparer.OrdinalIgnoreCase)
    {
        "Stripe_ID__c",
        "Stripe_Dashboard_Link__c",
        "Stripe_Amount_Due__c",
        "Stripe_Invoice_Payment_Link__c",
        "Stripe_Latest_Invoice_Status__c",
        "Stripe_Paid_Through__c",
        "Stripe_Subscription_Status__c",
        "Stripe_Sync_Status__c",
        "LastModifiedDate",
        "LastModifiedById",
    };

    /// <param name="topic">What the payload came by; what cannot be read is an overflow of it.</param>
    /// <param name="userId">The user the connector works as.</param>
    public OrgEvent Read(string topic, byte[] payload, RecordSchema schema, string? userId)
    {
        try
        {
            using var stream = new MemoryStream(payload);
            var record = new GenericDatumReader<GenericRecord>(schema, schema).Read(null!, new BinaryDecoder(stream));
            return record.TryGetValue(Header, out var header) && header is GenericRecord change
                ? OfChange(change, schema, userId)
                : OfRequest(record, topic);
        }
        catch (Exception fault) when (fault is AvroException or IOException or InvalidCastException or FormatException or KeyNotFoundException)
        {
            return new OrgEvent.Overflow(topic);
        }
    }

    private OrgEvent OfChange(GenericRecord header, RecordSchema schema, string? userId)
    {
        var type = (string)header["entityName"];
        var kind = ((GenericEnum)header["changeType"]).Value;
        ImmutableArray<string> ids =
        [
            .. ((object[])header["recordIds"]).Cast<string>().Select(id => SalesforceId.TryParse(id, out var full) ? full : null).OfType<string>(),
        ];
        if (kind == "GAP_OVERFLOW" || ids.IsEmpty)
        {
            return new OrgEvent.Overflow(type);
        }

        var isOurs = kind == "UPDATE" && userId is not null && SalesforceId.Full((string)header["commitUser"]) == userId;
        return new OrgEvent.Changed(type, ids, isOurs && AreOwn(header, schema));
    }

    /// <summary>The user may be one that people or other programs sign in as too, so that the fields decide.</summary>
    private bool AreOwn(GenericRecord header, RecordSchema schema)
    {
        var changed = ChangedFields.Of(((object[])header["changedFields"]).Cast<string>(), schema).Where(name => name != Header).ToList();
        return changed.Count > 0 && changed.TrueForAll(name => OwnFields.Contains(names.Local(name)));
    }

    private OrgEvent OfRequest(GenericRecord record, string topic) =>
        record.TryGetValue(Field("Order_Id__c"), out var order) && order is string text && SalesforceId.TryParse(text, out var id)
            ? new OrgEvent.Requested(id, record.TryGetValue(Field("Reason__c"), out var reason) && reason is Activated)
            : new OrgEvent.Overflow(topic);

    private string Field(string name) => names.Field(EventTopics.RequestEvent, name);
}
