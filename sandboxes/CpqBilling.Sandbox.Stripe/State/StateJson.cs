using System.Text.Encodings.Web;
using System.Text.Json;

namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>How state is written: the stored properties of each object, never those computed from them.</summary>
internal static class StateJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    public static T Read<T>(byte[] body) => JsonSerializer.Deserialize<T>(body, Options)!;
}
