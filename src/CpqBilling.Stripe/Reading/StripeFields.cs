using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CpqBilling.Core.Requests;
using NodaTime;

namespace CpqBilling.Stripe.Reading;

/// <summary>Reads fields of Stripe's JSON, where absent and null mean the same and an object may stand for its id.</summary>
internal static class StripeFields
{
    extension(JsonElement element)
    {
        public JsonElement? Field(string name) =>
            element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null
                ? field
                : null;

        public string? Text(string name) => element.Field(name) is { ValueKind: JsonValueKind.String } field ? field.GetString() : null;

        /// <summary>A word of a closed list; null where there is none. A word that is not in the list is an answer that we cannot read.</summary>
        public T? Word<T>(string name)
            where T : struct, Enum =>
            element.Text(name) is not { } word ? null : StripeWord.Read<T>(word) ?? throw new StripeShapeException($"{name} other than {word}");

        public T RequiredWord<T>(string name)
            where T : struct, Enum => element.Word<T>(name) ?? throw new StripeShapeException(name);

        public string Required(string name) => element.Text(name) ?? throw new StripeShapeException(name);

        public bool Flag(string name) => element.Field(name) is { ValueKind: JsonValueKind.True };

        public long? Whole(string name) => element.Field(name) is { ValueKind: JsonValueKind.Number } field ? field.GetInt64() : null;

        /// <summary>A number, or the text of one: decimals come as text.</summary>
        public decimal? Number(string name) =>
            element.Field(name) switch
            {
                { ValueKind: JsonValueKind.Number } number => number.GetDecimal(),
                { ValueKind: JsonValueKind.String } text => decimal.Parse(text.GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture),
                _ => null,
            };

        /// <summary>The exact amount in minor units: <c>name_decimal</c> if there, else <c>name</c>.</summary>
        public decimal? Amount(string name) => element.Number(name + "_decimal") ?? element.Number(name);

        public Instant? Time(string name) => element.Whole(name) is { } seconds ? Instant.FromUnixTimeSeconds(seconds) : null;

        public Instant RequiredTime(string name) => element.Time(name) ?? throw new StripeShapeException(name);

        /// <summary>The id of a field that may be expanded.</summary>
        public string? IdOf(string name) =>
            element.Field(name) switch
            {
                { ValueKind: JsonValueKind.String } id => id.GetString(),
                { ValueKind: JsonValueKind.Object } expanded => expanded.Text("id"),
                _ => null,
            };

        /// <summary>The elements of a list, or of a list object.</summary>
        public IEnumerable<JsonElement> Elements(string name) =>
            element.Field(name) switch
            {
                { ValueKind: JsonValueKind.Array } array => array.EnumerateArray(),
                { ValueKind: JsonValueKind.Object } list => list.Elements("data"),
                _ => [],
            };

        public ImmutableDictionary<string, string> Metadata() =>
            element.Field("metadata") is { ValueKind: JsonValueKind.Object } metadata
                ? metadata.EnumerateObject().ToImmutableDictionary(entry => entry.Name, entry => entry.Value.GetString() ?? "")
                : ImmutableDictionary<string, string>.Empty;

        /// <summary>Coupon ids of a list of discounts; a promotion code or bare discount stands for itself, so that it shows as foreign.</summary>
        public ImmutableArray<string> Coupons() =>
            [
                .. element
                    .Elements("discounts")
                    .Select(discount => discount.IdOf("coupon") ?? discount.IdOf("promotion_code") ?? discount.IdOf("discount"))
                    .OfType<string>(),
            ];
    }
}

/// <summary>An answer of Stripe lacks a field that every such object has.</summary>
public sealed class StripeShapeException(string field) : Exception($"Stripe's answer has no {field}.");
