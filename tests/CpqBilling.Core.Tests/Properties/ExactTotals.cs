using CpqBilling.Core.Contract;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Timeline;
using CpqBilling.Core.Translation;

namespace CpqBilling.Core.Tests.Properties;

/// <summary>
/// The law of exact totals: a line that has a one-time amount after everything that changed it is billed to the cent what CPQ sold, and
/// what the settings leave uncredited; any other misses it by what rounding its bills explains.
/// </summary>
internal static class ExactTotals
{
    /// <param name="mayBeOtherwise">A past is skipped, or a trial is free: those bills are not made.</param>
    public static IEnumerable<string> Faults(Translated translated, bool mayBeOtherwise = false)
    {
        if (translated is not { Timeline: { } timeline } || translated.Forecast() is not { Reconciliation: { } reconciliation } forecast)
        {
            yield break;
        }

        var once = forecast
            .Invoices.SelectMany(
                invoice => invoice.Lines.Where(line => line is { Kind: not null, IsDiscount: false }),
                (invoice, line) => (line.Line.Id, invoice.Date)
            )
            .ToLookup(row => row.Id, row => row.Date);
        foreach (var line in timeline.Lines.Where(line => !line.Life.Line.IsMetered && !line.Life.Term.IsOpen))
        {
            var told = reconciliation.Lines.Single(told => told.Line.Id == line.Life.Line.Id);
            if (Fault(line, told, timeline.Termination, [.. once[told.Line.Id]], mayBeOtherwise) is { } fault)
            {
                var bills = forecast
                    .Invoices.SelectMany(invoice => invoice.Lines, (invoice, entry) => (invoice.Date, Entry: entry))
                    .Where(row => row.Entry.Line.Id == told.Line.Id)
                    .Select(row => $"{row.Date:uuuu-MM-dd} {row.Entry.Kind} {row.Entry.Amount}");
                yield return $"{told.Line.Id}: {fault}; {told.Billed} billed, {told.Ordered} sold, {told.Uncredited} kept, {told.CreditsNet} net: "
                    + $"{string.Join(", ", bills)}; {string.Join(", ", line.Reductions.Select(taken => $"{taken.Removal.Since:uuuu-MM-dd} -{taken.Total} by {taken.ByOwnPrice}, {taken.Kept} kept"))}";
            }
        }
    }

    private static string? Fault(PricedLine line, LineReconciliation told, Termination? termination, List<LocalDate> once, bool mayBeOtherwise)
    {
        var isTerminated = told.TakenOff.Any(taken => taken.EndsContract);
        var owed = line.Value.Total(line.Life.Quantity) - line.Reductions.Sum(reduction => reduction.Total - reduction.Kept) + told.CreditsNet;
        // A schedule that is canceled at once is given back its share: what rounding was to be made up later is cut off with it.
        var isCutOff = mayBeOtherwise || termination is { IsImmediate: true };
        return isTerminated ? (told.Uncredited < -Cents(line) && !isCutOff ? $"{told.Uncredited} is missing of what the termination leaves" : null)
            : told.Otherwise != 0 && !mayBeOtherwise ? $"{told.Otherwise} has no name"
            : !mayBeOtherwise && told.Otherwise == 0 && IsSettled(line, once) && termination is null && told.Billed != owed
                ? $"{told.Billed - owed} is left"
            : null;
    }

    /// <summary>What CPQ's own rounding of unit prices explains.</summary>
    private static decimal Cents(PricedLine line) => (1 + line.Life.Quantity) * line.Value.Currency.ChargeStep;

    /// <summary>Whether an amount that is charged once comes last.</summary>
    private static bool IsSettled(PricedLine line, List<LocalDate> once) =>
        once.Count > 0 && line.Life.Removed.All(removal => once.Max() > removal.At.At.InUtc().Date || line.Life.NeverUsed(removal));
}
