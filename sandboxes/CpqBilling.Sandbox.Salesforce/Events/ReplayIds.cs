using System.Buffers.Binary;

namespace CpqBilling.Sandbox.Salesforce.Events;

/// <summary>Replay ids are opaque to clients; here they are the event's number.</summary>
internal static class ReplayIds
{
    public static byte[] Of(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    /// <summary>Null when the bytes are no replay id.</summary>
    public static long? Number(ReadOnlySpan<byte> bytes) =>
        bytes.Length == sizeof(long) && BinaryPrimitives.ReadInt64BigEndian(bytes) is >= 0 and var number ? number : null;
}
