using System.Collections.Immutable;
using CpqBilling.Core.Forecast;
using NodaTime;

namespace CpqBilling.Engine.Application.Contracts;

/// <summary>Puts the invoices that Stripe made beside those that were expected, by date.</summary>
internal static class InvoiceComparison
{
    /// <param name="actual">Oldest first; null when they could not be read.</param>
    public static ImmutableArray<ComparedInvoice> Of(
        InvoiceForecast forecast,
        ImmutableArray<ActualInvoice>? actual,
        LocalDate today,
        Func<ForecastLine, ExpectedLine> describe
    )
    {
        var made = actual is { } read ? read.ToList() : [];
        var rows = new List<ComparedInvoice>();
        foreach (var invoice in forecast.Invoices)
        {
            var match = MatchOf(invoice, made);
            if (match is not null)
            {
                made.Remove(match);
            }

            var standing =
                match is not null ? StandingOf(match)
                : actual is null && invoice.Date <= today ? InvoiceStanding.NotRead
                : invoice.Date < today ? InvoiceStanding.Missing
                : InvoiceStanding.Expected;
            rows.Add(new ComparedInvoice(invoice.Date, [.. invoice.Lines.Select(describe)], invoice.Total, invoice.Discount, match, standing));
        }

        rows.AddRange(made.Select(extra => new ComparedInvoice(extra.Date, [], null, 0, extra, InvoiceStanding.Unexpected)));
        return [.. rows.OrderBy(row => row.Date)];
    }

    /// <summary>Of several invoices of a day the one with the right amount; a day apart is still the same where clocks and zones differ.</summary>
    private static ActualInvoice? MatchOf(ForecastInvoice expected, List<ActualInvoice> made) =>
        made.Where(actual => Math.Abs(Period.DaysBetween(expected.Date, actual.Date)) <= 1)
            .OrderBy(actual => actual.Date == expected.Date ? 0 : 1)
            .ThenBy(actual => Math.Abs(actual.Total - actual.Tax - expected.Total))
            .FirstOrDefault();

    private static InvoiceStanding StandingOf(ActualInvoice invoice) =>
        invoice.Status switch
        {
            "draft" => InvoiceStanding.Draft,
            "paid" => InvoiceStanding.Paid,
            "void" => InvoiceStanding.Void,
            "uncollectible" => InvoiceStanding.Uncollectible,
            _ => InvoiceStanding.Open,
        };
}
