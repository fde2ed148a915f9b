using System.Text.Json;
using System.Text.Json.Serialization;

namespace CpqBilling.Sandbox.Salesforce.Schema;

/// <summary>Default values are written as the JSON scalar they are.</summary>
internal sealed class LooseScalarConverter : JsonConverter<object?>
{
    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Number => reader.GetDecimal(),
            JsonTokenType.String => reader.GetString(),
            _ => null,
        };

    public override void Write(Utf8JsonWriter writer, object? value, JsonSerializerOptions options) => throw new NotSupportedException();
}
