using Avro;

namespace CpqBilling.Salesforce.Tests.Events;

/// <summary>Which fields a change event names by its bitmaps.</summary>
public sealed class ChangedFieldsTests
{
    /// <summary>Fields f0 to f11.</summary>
    private static readonly RecordSchema Schema = (RecordSchema)
        global::Avro.Schema.Parse(
            $$"""{"type": "record", "name": "E", "fields": [{{string.Join(", ", Enumerable.Range(0, 12).Select(n => $$"""{"name": "f{{n}}", "type": "int"}"""))}}]}"""
        );

    [Theory]
    // The lowest bit is the first field, and stands in the last byte.
    [InlineData("0x1", "f0")]
    [InlineData("0x06", "f1 f2")]
    [InlineData("0x0801", "f0 f11")]
    [InlineData("0x400", "f10")]
    // Of a compound field's parts, the field itself.
    [InlineData("7-0x3", "f7")]
    // Bits beyond the schema name nothing.
    [InlineData("0x8000", "")]
    public void Bitmap_NamesFields(string bitmap, string expected) => Assert.Equal(expected, string.Join(' ', ChangedFields.Of([bitmap], Schema)));

    [Fact]
    public void SeveralBitmaps_AreOneList() => Assert.Equal(["f1", "f7"], ChangedFields.Of(["0x02", "7-0x1"], Schema));
}
