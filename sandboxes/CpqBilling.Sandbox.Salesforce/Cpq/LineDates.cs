using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>From when to when a quote line runs and how many product terms that is.</summary>
/// <remarks>End dates are inclusive. A line of an amendment never begins before the amendment, so the running segment is cut at its start.</remarks>
internal static class LineDates
{
    public static DateOnly? Start(Record line, Record quote)
    {
        var (own, ofQuote) = (line.Date("SBQQ__StartDate__c"), quote.Date("SBQQ__StartDate__c"));
        return own is null || (QuoteLines.IsAmendment(quote) && ofQuote > own) ? ofQuote : own;
    }

    /// <summary>The end that line or quote name; null when only a term is given, and for evergreen lines. A line's own term goes before its quote's end.</summary>
    public static DateOnly? StatedEnd(Record line, Record quote) =>
        QuoteLines.IsEvergreen(line) ? null : line.Date("SBQQ__EndDate__c") ?? (OwnTerm(line) is null ? quote.Date("SBQQ__EndDate__c") : null);

    /// <summary>The last day, counted from the term where no end is named; null for evergreen lines.</summary>
    public static DateOnly? End(Record line, Record quote)
    {
        if (QuoteLines.IsEvergreen(line))
            return null;
        return StatedEnd(line, quote)
            ?? (OwnTerm(line) is { } own ? Start(line, quote)?.AddMonths(own).AddDays(-1) : null)
            ?? (quote.Date("SBQQ__StartDate__c") is { } start && Term(quote) is { } term ? start.AddMonths(term).AddDays(-1) : null);
    }

    public static decimal Multiplier(Record line, Record quote, ProrationPrecision precision)
    {
        if (!QuoteLines.IsRecurring(line) || QuoteLines.IsEvergreen(line))
            return 1m;
        var productTerm = line.Number("SBQQ__DefaultSubscriptionTerm__c");
        var (start, end) = (Start(line, quote), End(line, quote));
        if (OwnTerm(line) is { } own && line["SBQQ__EndDate__c"] is null)
            return EffectiveTerm.Multiplier(own, productTerm);
        var isWholeTerm = StatedEnd(line, quote) is null && start == quote.Date("SBQQ__StartDate__c");
        if (isWholeTerm && Term(quote) is { } term)
            return EffectiveTerm.Multiplier(term, productTerm);
        return start is { } from && end is { } to && to >= from
            ? EffectiveTerm.Multiplier(EffectiveTerm.Months(from, to, precision), productTerm)
            : 1m;
    }

    /// <summary>The months typed on a recurring line itself.</summary>
    private static int? OwnTerm(Record line) =>
        QuoteLines.IsRecurring(line) && !QuoteLines.IsEvergreen(line) ? (int?)line.Number("SBQQ__SubscriptionTerm__c") : null;

    public static int? Term(Record quote) => (int?)quote.Number("SBQQ__SubscriptionTerm__c");
}
