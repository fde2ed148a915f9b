using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

public sealed partial class SalesTeam
{
    /// <summary>Amends a contract: new totals and added products from a date on, quoted, ordered and activated. It is not contracted.</summary>
    /// <returns>The id of the amendment order.</returns>
    public async Task<string> AmendAsync(
        string contractId,
        DateOnly start,
        IReadOnlyList<NewQuantity>? newQuantities = null,
        IReadOnlyList<NewLine>? addedLines = null
    )
    {
        var quote = await QuoteAmendmentAsync(contractId, start, newQuantities, addedLines);
        return await OrderedAndActivatedAsync(quote);
    }

    /// <summary>Quotes an amendment and types it in; ordering and activating it is left to the caller.</summary>
    /// <returns>The id of the amendment quote.</returns>
    public async Task<string> QuoteAmendmentAsync(
        string contractId,
        DateOnly start,
        IReadOnlyList<NewQuantity>? newQuantities = null,
        IReadOnlyList<NewLine>? addedLines = null
    )
    {
        var segments = await _org.QueryAsync(
            $"SELECT Id FROM SBQQ__Subscription__c WHERE SBQQ__Contract__c = '{contractId}' AND SBQQ__SegmentKey__c != null LIMIT 1"
        );
        if (segments.Count > 0)
            await _org.UpdateAsync("Contract", contractId, new JsonObject { ["SBQQ__AmendmentStartDate__c"] = Text(start) });
        var model = await _org.LoadAsync("SBQQ.ContractManipulationAPI.ContractAmender", contractId);
        var record = model["record"]!.AsObject();
        var quote = Id(record);
        await _org.UpdateAsync("SBQQ__Quote__c", quote, Span(start, Date(record, "SBQQ__EndDate__c")));
        foreach (var line in model["lineItems"]!.AsArray().Select(item => item!["record"]!.AsObject()))
            if (Typed(line, newQuantities ?? []) is { } quantity)
                await _org.UpdateAsync("SBQQ__QuoteLine__c", Id(line), new JsonObject { ["SBQQ__Quantity__c"] = quantity });
        await AddLinesAsync(quote, addedLines ?? [], record["CurrencyIsoCode"]?.GetValue<string>());
        return quote;
    }

    /// <summary>Cancels everything a contract holds from a date on.</summary>
    /// <returns>The id of the activated amendment order that says so.</returns>
    public async Task<string> CancelAsync(string contractId, DateOnly start)
    {
        var held = await _org.QueryAsync($"SELECT SBQQ__Product__c FROM SBQQ__Subscription__c WHERE SBQQ__Contract__c = '{contractId}'");
        var products = held.Select(row => row["SBQQ__Product__c"]!.GetValue<string>())
            .Distinct()
            .Select(product => new NewQuantity(product, 0))
            .ToList();
        return await AmendAsync(contractId, start, products, null);
    }

    /// <summary>Renews a contract from the day after its end with what it holds, quoted, ordered and activated. It is not contracted.</summary>
    /// <param name="termMonths">Null takes the contract's renewal term.</param>
    /// <returns>The id of the renewal order.</returns>
    public async Task<string> RenewAsync(string contractId, int? termMonths = null)
    {
        var model = await _org.LoadAsync("SBQQ.ContractManipulationAPI.ContractRenewer", contractId);
        var record = model["record"]!.AsObject();
        var start = Date(record, "SBQQ__StartDate__c")!.Value;
        var fields = termMonths is { } term
            ? new JsonObject { ["SBQQ__SubscriptionTerm__c"] = term, ["SBQQ__EndDate__c"] = Text(start.AddMonths(term).AddDays(-1)) }
            : Span(start, Date(record, "SBQQ__EndDate__c"));
        await _org.UpdateAsync("SBQQ__Quote__c", Id(record), fields);
        return await OrderedAndActivatedAsync(Id(record));
    }

    private async Task<string> OrderedAndActivatedAsync(string quoteId)
    {
        var order = await OrderAsync(quoteId);
        await ClearPartialSegmentsAsync(quoteId, order);
        await ActivateAsync(order);
        return order;
    }

    /// <summary>The term is typed where it is whole months; otherwise the end date alone says how long. Without an end it is evergreen, and the term 1.</summary>
    private static JsonObject Span(DateOnly start, DateOnly? end)
    {
        var fields = new JsonObject { ["SBQQ__StartDate__c"] = Text(start) };
        if (end is null)
            fields["SBQQ__SubscriptionTerm__c"] = 1;
        else if (EffectiveTerm.WholeMonths(start, end.Value.AddDays(1)) is (> 0 and var months, var days))
            fields["SBQQ__SubscriptionTerm__c"] = days == 0 ? months : null;
        return fields;
    }

    private static decimal? Typed(JsonObject line, IReadOnlyList<NewQuantity> quantities)
    {
        var (product, index) = (line["SBQQ__Product__c"]!.GetValue<string>(), (int?)line["SBQQ__SegmentIndex__c"]?.GetValue<decimal>());
        return quantities
            .FirstOrDefault(quantity => quantity.ProductId == product && (quantity.SegmentIndex is null || quantity.SegmentIndex == index))
            ?.Quantity;
    }

    /// <summary>CPQ activates an order with only some segments of a ramp only when their index and key are cleared.</summary>
    private async Task ClearPartialSegmentsAsync(string quoteId, string orderId)
    {
        var quoted = await _org.QueryAsync(
            $"SELECT SBQQ__SegmentKey__c FROM SBQQ__QuoteLine__c WHERE SBQQ__Quote__c = '{quoteId}' AND SBQQ__SegmentKey__c != null"
        );
        var ordered = await _org.QueryAsync(
            $"SELECT Id, SBQQ__SegmentKey__c FROM OrderItem WHERE OrderId = '{orderId}' AND SBQQ__SegmentKey__c != null"
        );
        var offered = quoted.ToLookup(Key);
        foreach (var group in ordered.GroupBy(Key).Where(group => group.Count() < offered[group.Key].Count()))
        foreach (var line in group)
            await _org.UpdateAsync("OrderItem", Id(line), new JsonObject { ["SBQQ__SegmentIndex__c"] = null, ["SBQQ__SegmentKey__c"] = null });
    }

    private static string Key(JsonObject row) => row["SBQQ__SegmentKey__c"]!.GetValue<string>();
}
