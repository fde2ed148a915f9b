namespace CpqBilling.Web.Parts;

/// <summary>Objects of Salesforce as its pages name them.</summary>
internal static class RecordWords
{
    public static string Of(string type) =>
        type switch
        {
            "OrderItem" => "order product",
            "Product2" => "product",
            "PricebookEntry" => "price-book entry",
            _ => type.Replace("SBQQ__", "", StringComparison.Ordinal).Replace("__c", "", StringComparison.Ordinal).ToLowerInvariant(),
        };
}
