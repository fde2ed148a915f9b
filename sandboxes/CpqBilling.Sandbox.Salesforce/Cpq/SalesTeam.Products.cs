using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

public sealed partial class SalesTeam
{
    private string? _standardPriceBook;

    /// <summary>Creates a product with its price, and with the ramp or the tiers it is sold by.</summary>
    public async Task<string> CreateProductAsync(NewProduct product)
    {
        ArgumentNullException.ThrowIfNull(product);
        var isSubscription = product.Kind != ProductKind.OneTime;
        var fields = new JsonObject
        {
            ["Name"] = product.Name,
            ["ProductCode"] = product.Code,
            ["Description"] = product.Description ?? product.Name,
            ["IsActive"] = true,
            ["SBQQ__SubscriptionPricing__c"] = isSubscription ? "Fixed Price" : null,
            ["SBQQ__SubscriptionType__c"] = isSubscription ? product.Kind.ToString() : null,
            ["SBQQ__SubscriptionTerm__c"] = isSubscription
                ? product.SubscriptionTermMonths ?? (product.Kind == ProductKind.Evergreen ? 1 : null)
                : null,
            ["SBQQ__BillingFrequency__c"] = product.BillingFrequency,
            ["SBQQ__BillingType__c"] = product.BillingType,
            ["SBQQ__ChargeType__c"] = product.BillingType == "Arrears" ? "Usage" : null,
        };
        var id = await _org.CreateAsync("Product2", fields);
        await AddPriceAsync(id, product.ListPrice, product.CurrencyIsoCode);
        if (product.Segments is { } length)
            await _org.CreateAsync(
                "SBQQ__Dimension__c",
                new JsonObject
                {
                    ["Name"] = length.ToString(),
                    ["SBQQ__Product__c"] = id,
                    ["SBQQ__Type__c"] = length.ToString(),
                }
            );
        if (product.Usage is { } usage)
            await AddUsageAsync(id, product.Name, usage);
        return id;
    }

    /// <summary>Adds a price in the standard price book, for another currency of a multi-currency org.</summary>
    /// <returns>The id of the price book entry.</returns>
    public async Task<string> AddPriceAsync(string productId, decimal listPrice, string? currencyIsoCode = null) =>
        await _org.CreateAsync(
            "PricebookEntry",
            new JsonObject
            {
                ["Pricebook2Id"] = await StandardPriceBookAsync(),
                ["Product2Id"] = productId,
                ["UnitPrice"] = listPrice,
                ["IsActive"] = true,
                ["CurrencyIsoCode"] = currencyIsoCode,
            }
        );

    private async Task AddUsageAsync(string productId, string name, NewUsageSchedule usage)
    {
        var schedule = await _org.CreateAsync(
            "ConsumptionSchedule",
            new JsonObject
            {
                ["Name"] = $"Usage of {name}",
                ["Type"] = usage.Type,
                ["RatingMethod"] = "Tier",
                ["BillingTerm"] = usage.BillingTerm,
                ["BillingTermUnit"] = usage.BillingTermUnit,
            }
        );
        for (var i = 0; i < usage.Rates.Count; i++)
            await _org.CreateAsync("ConsumptionRate", RateOf(usage.Rates[i], i + 1, schedule));
        await _org.UpdateAsync("ConsumptionSchedule", schedule, new JsonObject { ["IsActive"] = true });
        await _org.CreateAsync("ProductConsumptionSchedule", new JsonObject { ["ProductId"] = productId, ["ConsumptionScheduleId"] = schedule });
    }

    private static JsonObject RateOf(NewRate rate, int order, string schedule) =>
        new()
        {
            ["ConsumptionScheduleId"] = schedule,
            ["PricingMethod"] = rate.PricingMethod,
            ["ProcessingOrder"] = order,
            ["LowerBound"] = rate.LowerBound,
            ["UpperBound"] = rate.UpperBound,
            ["Price"] = rate.Price,
        };

    private async Task<string> StandardPriceBookAsync() =>
        _standardPriceBook ??= Id((await _org.QueryAsync("SELECT Id FROM Pricebook2 WHERE IsStandard = true ORDER BY CreatedDate LIMIT 1"))[0]);
}
