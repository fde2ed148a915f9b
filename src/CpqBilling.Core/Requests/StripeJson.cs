using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace CpqBilling.Core.Requests;

/// <summary>A body as JSON: for the journal, for people, and as the text that keys and fingerprints are made of.</summary>
public static class StripeJson
{
    public static string Write(StripeValue value, bool indented = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = indented }))
        {
            Write(writer, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter writer, StripeValue value)
    {
        switch (value)
        {
            case StripeText text:
                writer.WriteStringValue(text.Value);
                break;
            case StripeNumber number:
                writer.WriteNumberValue(number.Value);
                break;
            case StripeFlag flag:
                writer.WriteBooleanValue(flag.Value);
                break;
            case StripeTime time:
                writer.WriteNumberValue(time.Value.ToUnixTimeSeconds());
                break;
            case StripeRef reference:
                writer.WriteStringValue($"ref:{reference.Step}");
                break;
            case StripeList list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case StripeMap map:
                writer.WriteStartObject();
                foreach (var (key, item) in map.Entries)
                {
                    writer.WritePropertyName(key);
                    Write(writer, item);
                }

                writer.WriteEndObject();
                break;
            default:
                throw new UnreachableException();
        }
    }
}
