using CpqBilling.Core.Mapping;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;

namespace CpqBilling.Core.Contract;

/// <summary>What a schedule's metadata says of what it was sent with, for when our own memory is lost.</summary>
public static class SentMarks
{
    /// <summary>A fingerprint of the records that were last sent, then the price settings the contract keeps.</summary>
    public const string Fingerprint = "fingerprint";

    public static StripeMap Of(SentContract sent, RecordMetadata metadata) =>
        new StripeMap().Set(metadata.Key(Fingerprint), $"{SoldRecords.Fingerprint(sent.Sold)};{sent.Prices}");

    public static PriceSettings Prices(string mark) => PriceSettings.Parse(mark);
}
