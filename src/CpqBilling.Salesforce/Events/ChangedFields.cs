using System.Globalization;
using Avro;

namespace CpqBilling.Salesforce;

/// <summary>Reads which fields an event says were changed: hexadecimal bitmaps over the schema, parts of compound fields after their parent's position.</summary>
internal static class ChangedFields
{
    public static IEnumerable<string> Of(IEnumerable<string> bitmaps, RecordSchema schema) => bitmaps.SelectMany(bitmap => Of(bitmap, schema));

    /// <summary><c>0x04</c>, or <c>7-0x3</c> for parts of the field at 7: then the field itself.</summary>
    private static IEnumerable<string> Of(string bitmap, RecordSchema schema)
    {
        if (bitmap.Split('-') is [var parent, _])
        {
            return [schema.Fields[int.Parse(parent, CultureInfo.InvariantCulture)].Name];
        }

        var digits = bitmap.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? bitmap[2..] : bitmap;
        var bits = Convert.FromHexString(digits.Length % 2 == 0 ? digits : "0" + digits);
        return schema.Fields.Where(field => IsSet(bits, field.Pos)).Select(field => field.Name);
    }

    /// <summary>The lowest bit stands in the last byte.</summary>
    private static bool IsSet(byte[] bits, int position) =>
        position / 8 < bits.Length && ((bits[bits.Length - 1 - (position / 8)] >> (position % 8)) & 1) == 1;
}
