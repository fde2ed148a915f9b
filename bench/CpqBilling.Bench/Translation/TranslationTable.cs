using CpqBilling.Core.Translation;

namespace CpqBilling.Bench.Translation;

/// <summary>Processor time of a second or two for each size: enough to see an order of magnitude and how work grows.</summary>
/// <remarks>Medians of what the whole process used, garbage collection included: a busy machine stretches the wall clock, hardly this.</remarks>
internal static class TranslationTable
{
    private const int Batches = 15;
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(50);

    public static void Print(TextWriter output)
    {
        output.WriteLine($"{"one translation", -44}{"milliseconds", 14}{"per line, µs", 14}{"of the first", 14}");
        Print(
            output,
            "first order",
            [.. new[] { 1, 10, 100, 1000 }.Select(lines => new Row($"{lines} lines", lines, () => SizedContract.FirstOrder(lines)))]
        );
        (int Amendments, int Lines)[] sizes = [(25, 100), (50, 50), (50, 100), (100, 100)];
        Print(output, "whole contract", Rows(sizes, SizedContract.Amended));
        Print(output, "last amendment", Rows(sizes, SizedContract.LastAmendment));
    }

    private static Row[] Rows((int Amendments, int Lines)[] sizes, Func<int, int, OrderSnapshot> contract) =>
        [
            .. sizes.Select(size => new Row(
                $"{size.Amendments} x {size.Lines}",
                size.Amendments * size.Lines,
                () => contract(size.Amendments, size.Lines)
            )),
        ];

    private static void Print(TextWriter output, string title, Row[] rows)
    {
        double? first = null;
        foreach (var row in rows)
        {
            var snapshot = row.Make();
            GC.Collect();
            var median = Median(() => Translate(snapshot));
            first ??= median;
            output.WriteLine($"{$"{title}, {row.Name}", -44}{median, 14:F3}{1000 * median / row.Lines, 14:F1}{median / first, 14:F1}");
        }
    }

    private static void Translate(OrderSnapshot snapshot)
    {
        if (OrderTranslator.Translate(SizedContract.Anew(snapshot)) is not Translated { Plan.IsEmpty: false })
        {
            throw new InvalidOperationException("A contract made for measuring was not billed.");
        }
    }

    private static double Median(Action action)
    {
        var runs = 0;
        for (var start = Used; Used - start < Warmup; runs++)
        {
            action();
        }

        var perBatch = Math.Max(1, (int)(runs * (BatchTime / Warmup)));
        var times = new double[Batches];
        for (var batch = 0; batch < Batches; batch++)
        {
            var start = Used;
            for (var run = 0; run < perBatch; run++)
            {
                action();
            }

            times[batch] = (Used - start).TotalMilliseconds / perBatch;
        }

        return times.Order().ElementAt(Batches / 2);
    }

    private static TimeSpan Used => Environment.CpuUsage.TotalTime;

    /// <param name="Make">Made when its turn comes: what others hold would be looked through by every garbage collection.</param>
    private sealed record Row(string Name, int Lines, Func<OrderSnapshot> Make);
}
