using System.Globalization;
using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

public sealed partial class SalesTeam
{
    private static readonly CouponPlace OnQuote = new("Quote_Stripe_Coupon_Association__c", "Quote__c");
    private static readonly CouponPlace OnLine = new("Quote_Line_Stripe_Coupon_Association__c", "Quote_Line__c");

    /// <summary>Creates an opportunity won and its primary quote with lines and coupons, priced.</summary>
    /// <returns>The quote's id.</returns>
    public async Task<string> QuoteAsync(NewQuote quote)
    {
        ArgumentNullException.ThrowIfNull(quote);
        var opportunity = await _org.CreateAsync("Opportunity", OpportunityOf(quote));
        var fields = new JsonObject
        {
            ["SBQQ__Account__c"] = quote.AccountId,
            ["SBQQ__Opportunity2__c"] = opportunity,
            ["SBQQ__PricebookId__c"] = await StandardPriceBookAsync(),
            ["SBQQ__Primary__c"] = true,
            ["SBQQ__Type__c"] = "Quote",
            ["SBQQ__StartDate__c"] = Text(quote.StartDate),
            ["SBQQ__EndDate__c"] = Text(quote.EndDate),
            ["SBQQ__SubscriptionTerm__c"] = quote.TermMonths,
            ["SBQQ__PaymentTerms__c"] = quote.PaymentTerms,
            ["SBQQ__BillingFrequency__c"] = quote.BillingFrequency,
            ["CurrencyIsoCode"] = quote.CurrencyIsoCode,
        };
        var id = await _org.CreateAsync("SBQQ__Quote__c", fields);
        await AddLinesAsync(id, quote.Lines, quote.CurrencyIsoCode);
        foreach (var coupon in quote.Coupons)
            await AttachAsync(coupon, OnQuote, id, quote.CurrencyIsoCode);
        return id;
    }

    private static JsonObject OpportunityOf(NewQuote quote) =>
        new()
        {
            ["Name"] = $"Opportunity of {Text(quote.StartDate)}",
            ["AccountId"] = quote.AccountId,
            ["StageName"] = "Closed Won",
            ["CloseDate"] = Text(quote.StartDate),
            ["CurrencyIsoCode"] = quote.CurrencyIsoCode,
        };

    private async Task AddLinesAsync(string quoteId, IReadOnlyList<NewLine> lines, string? currency)
    {
        var made = new List<string>();
        foreach (var line in lines)
        {
            var ids = new List<string>();
            foreach (var fields in await LineRecordsAsync(quoteId, line))
            {
                if (line.RequiredBy is { } bundle)
                    fields["SBQQ__RequiredBy__c"] = made[bundle];
                ids.Add(await _org.CreateAsync("SBQQ__QuoteLine__c", fields));
            }
            made.Add(ids[0]);
            foreach (var coupon in line.Coupons)
            foreach (var id in ids)
                await AttachAsync(coupon, OnLine, id, currency);
        }
    }

    /// <summary>One record for a plain product, one for each segment of a ramp.</summary>
    private async Task<List<JsonObject>> LineRecordsAsync(string quoteId, NewLine line)
    {
        var dimensions = await _org.QueryAsync($"SELECT Id, SBQQ__Type__c FROM SBQQ__Dimension__c WHERE SBQQ__Product__c = '{line.ProductId}'");
        if (dimensions.Count == 0)
            return [LineOf(quoteId, line, line.Quantity, line.Discount)];
        var key = NextSegmentKey();
        var records = new List<JsonObject>();
        foreach (var (span, segment) in await SegmentsAsync(quoteId, line, dimensions[0]["SBQQ__Type__c"]!.GetValue<string>()))
        {
            var fields = LineOf(quoteId, line, segment?.Quantity ?? line.Quantity, segment is null ? line.Discount : segment.Discount);
            fields["SBQQ__Dimension__c"] = Id(dimensions[0]);
            fields["SBQQ__SegmentIndex__c"] = span.Index;
            fields["SBQQ__SegmentKey__c"] = key;
            fields["SBQQ__SegmentLabel__c"] = span.Label;
            fields["SBQQ__StartDate__c"] = Text(span.Start);
            fields["SBQQ__EndDate__c"] = Text(span.End);
            records.Add(fields);
        }
        return records;
    }

    private async Task<List<(SegmentSpan Span, NewSegment? Segment)>> SegmentsAsync(string quoteId, NewLine line, string type)
    {
        if (type == nameof(SegmentLength.Custom))
            return
            [
                .. line.Segments.Select(
                    (segment, i) =>
                        (
                            new SegmentSpan(i + 1, segment.Label ?? $"Custom  {i + 1}", segment.StartDate!.Value, segment.EndDate!.Value),
                            (NewSegment?)segment
                        )
                ),
            ];
        var quote = (
            await _org.QueryAsync(
                $"SELECT SBQQ__StartDate__c, SBQQ__EndDate__c, SBQQ__SubscriptionTerm__c FROM SBQQ__Quote__c WHERE Id = '{quoteId}'"
            )
        )[0];
        var start = Date(quote, "SBQQ__StartDate__c")!.Value;
        var end = Date(quote, "SBQQ__EndDate__c") ?? start.AddMonths((int)quote["SBQQ__SubscriptionTerm__c"]!.GetValue<decimal>()).AddDays(-1);
        return
        [
            .. RampSegments.Of(type, start, end).Select(span => (span, span.Index <= line.Segments.Count ? line.Segments[span.Index - 1] : null)),
        ];
    }

    private static JsonObject LineOf(string quoteId, NewLine line, decimal quantity, decimal? discount) =>
        new()
        {
            ["SBQQ__Quote__c"] = quoteId,
            ["SBQQ__Product__c"] = line.ProductId,
            ["SBQQ__Quantity__c"] = quantity,
            ["SBQQ__Discount__c"] = discount,
            ["SBQQ__ListPrice__c"] = line.ListPrice,
            ["SBQQ__StartDate__c"] = Text(line.StartDate),
            ["SBQQ__EndDate__c"] = Text(line.EndDate),
        };

    /// <summary>CPQ's segment keys are milliseconds as text.</summary>
    private string NextSegmentKey()
    {
        _lastSegmentKey = Math.Max(_lastSegmentKey + 1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        return _lastSegmentKey.ToString(CultureInfo.InvariantCulture);
    }

    private async Task AttachAsync(NewCoupon coupon, CouponPlace place, string placeId, string? currency)
    {
        var id = await _org.CreateAsync(
            "Quote_Stripe_Coupon__c",
            new JsonObject
            {
                ["Name__c"] = coupon.Name,
                ["Percent_Off__c"] = coupon.PercentOff,
                ["Amount_Off__c"] = coupon.AmountOff,
                ["Duration__c"] = coupon.Duration,
                ["Duration_In_Months__c"] = coupon.DurationInMonths,
                ["Max_Redemptions__c"] = coupon.MaxRedemptions,
                ["CurrencyIsoCode"] = currency,
            }
        );
        await _org.CreateAsync(
            place.Association,
            new JsonObject
            {
                ["Quote_Stripe_Coupon__c"] = id,
                [place.Field] = placeId,
                ["CurrencyIsoCode"] = currency,
            }
        );
    }

    /// <summary>What ties a coupon to a quote or a quote line.</summary>
    private sealed record CouponPlace(string Association, string Field);
}
