using System.Numerics;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Events;

/// <summary>Lists of fields as change events write them: one hexadecimal bitmap over the schema's fields, and one for each compound field touched, <c>4-0x06</c>.</summary>
/// <remarks>The lowest bit is the first field of the schema, which is the header.</remarks>
internal static class FieldBitmaps
{
    public static string[] Of(EventSchema schema, Func<FieldDef, bool> isListed)
    {
        var (top, nested) = (BigInteger.Zero, new List<string>());
        for (var i = 0; i < schema.Fields.Count; i++)
        {
            if (schema.Parts.TryGetValue(schema.Fields[i], out var parts))
            {
                var inner = Bits(parts, isListed);
                if (!inner.IsZero)
                    nested.Add($"{i + 1}-{Hex(inner)}");
            }
            else if (isListed(schema.Fields[i]))
                top |= BigInteger.One << (i + 1);
        }
        return top.IsZero ? [.. nested] : [Hex(top), .. nested];
    }

    private static BigInteger Bits(IReadOnlyList<FieldDef> fields, Func<FieldDef, bool> isListed) =>
        Enumerable.Range(0, fields.Count).Where(i => isListed(fields[i])).Aggregate(BigInteger.Zero, (bits, i) => bits | (BigInteger.One << i));

    private static string Hex(BigInteger bits) => "0x" + Convert.ToHexString(bits.ToByteArray(isUnsigned: true, isBigEndian: true));
}
