using System.Text.Json.Nodes;
using CpqBilling.Core.Errors;

namespace CpqBilling.Salesforce;

/// <summary>One row of a collection, and the record an error about it points at.</summary>
internal sealed record WriteRow(RecordRef Record, JsonObject Body)
{
    public WriteRow Without(string field)
    {
        var body = (JsonObject)Body.DeepClone();
        body.Remove(field);
        return this with { Body = body };
    }
}

/// <summary>Makes the rows that are sent of what shall be written.</summary>
internal static class WriteRows
{
    public const string SyncRecordType = "Sync_Record__c";
    public const string SyncRecordKey = "Compound_ID__c";
    public const string StatusField = "Stripe_Sync_Status__c";
    private const int MessageLength = 131_072;
    private const int LinkLength = 255;

    /// <summary>One row per record, whatever number of fields it gets; of a field written twice the last counts. Types stand together.</summary>
    public static IReadOnlyList<WriteRow> OfFields(IEnumerable<ResolvedFieldWrite> writes, PackageNames names) =>
        [
            .. writes
                .GroupBy(write => new RecordRef(write.Type, SalesforceId.Full(write.Id)))
                .OrderBy(group => group.Key.Type, StringComparer.Ordinal)
                .Select(group => new WriteRow(group.Key, FieldRow(group.Key, group, names))),
        ];

    /// <summary>One row per pair of records; of two for one pair the last counts, as Salesforce takes a key once.</summary>
    public static IReadOnlyList<WriteRow> OfSyncRecords(IEnumerable<ResolvedSyncRecord> records, PackageNames names) =>
        [
            .. records
                .Select(record =>
                    record with
                    {
                        Primary = record.Primary with { Id = SalesforceId.Full(record.Primary.Id) },
                        Secondary = record.Secondary with { Id = SalesforceId.Full(record.Secondary.Id) },
                    }
                )
                .GroupBy(CompoundId)
                .Select(group => new WriteRow(group.Last().Secondary, SyncRecordRow(group.Key, group.Last(), names))),
        ];

    private static JsonObject FieldRow(RecordRef record, IEnumerable<ResolvedFieldWrite> writes, PackageNames names)
    {
        var row = new JsonObject { ["attributes"] = Attributes(names.Object(record.Type)), ["id"] = record.Id };
        foreach (var write in writes)
        {
            row[names.Field(record.Type, write.Field)] = write.Value;
        }

        return row;
    }

    private static JsonObject SyncRecordRow(string compoundId, ResolvedSyncRecord record, PackageNames names)
    {
        var row = new JsonObject { ["attributes"] = Attributes(names.Object(SyncRecordType)) };
        Set(SyncRecordKey, compoundId);
        Set("Primary_Record_ID__c", record.Primary.Id);
        Set("Primary_Object_Type__c", record.Primary.Type);
        Set("Secondary_Record_ID__c", record.Secondary.Id);
        Set("Secondary_Object_Type__c", record.Secondary.Type);
        Set("Resolution_Status__c", record.Status.ToString());
        Set("Resolution_Message__c", Cut(record.Message));
        Set("Stripe_Request_Dashboard_Link__c", Link(record.RequestLink));
        Set("Resolution_Documentation_Link__c", Link(record.DocumentationLink));
        return row;

        void Set(string field, string? value) => row[names.Field(SyncRecordType, field)] = value;
    }

    private static string CompoundId(ResolvedSyncRecord record) => $"{record.Primary.Id}-{record.Secondary.Id}";

    private static JsonObject Attributes(string type) => new() { ["type"] = type };

    /// <summary>Never between the halves of a character outside the basic plane: Salesforce refuses half a character.</summary>
    private static string Cut(string message) =>
        message.Length <= MessageLength ? message
        : char.IsHighSurrogate(message[MessageLength - 1]) ? message[..(MessageLength - 1)]
        : message[..MessageLength];

    /// <summary>Half a link leads nowhere.</summary>
    private static string? Link(string? link) => link is { Length: <= LinkLength } ? link : null;
}
