using System.Collections.Immutable;
using CsvHelper;
using MiniExcelLibs;

namespace CpqBilling.Engine.Application.Exports;

/// <summary>A table that somebody takes away.</summary>
/// <param name="Name">Of the file, without its ending.</param>
/// <param name="Rows">As many values as columns: text, numbers, dates as ISO text, or null.</param>
public sealed record TableFile(string Name, ImmutableArray<string> Columns, IAsyncEnumerable<ImmutableArray<object?>> Rows)
{
    public const string CsvType = "text/csv; charset=utf-8";
    public const string ExcelType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Text that a spreadsheet would run as a formula is defused; the rest is as it is.</summary>
    public async Task WriteCsvAsync(Stream stream, CancellationToken cancellation)
    {
        await using var csv = CsvWriter.Create(stream, new CsvWriterOptions { Injection = CsvInjection.Escape }, leaveOpen: true);
        foreach (var column in Columns)
        {
            csv.WriteField(column);
        }

        await csv.EndRecordAsync(cancellation);
        await foreach (var row in Rows.WithCancellation(cancellation))
        {
            foreach (var value in row)
            {
                csv.WriteField(value);
            }

            await csv.EndRecordAsync(cancellation);
        }

        await csv.FlushAsync(cancellation);
    }

    public Task WriteExcelAsync(Stream stream, CancellationToken cancellation)
    {
        var rows = Rows.ToBlockingEnumerable(cancellation).Select(row => Columns.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second));
        return stream.SaveAsAsync(rows, cancellationToken: cancellation);
    }
}
