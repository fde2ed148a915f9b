using System.Text.Json;

namespace CpqBilling.Cli.Demo;

/// <summary>How the demo's org is set up: invoices are sent with the order's payment terms, nobody is charged by card.</summary>
internal static class DemoConfiguration
{
    private const string Json = """
        {
          "settings": { "syncEnabled": true, "defaultCurrency": "usd" },
          "fieldDefaults": {
            "subscription_schedule": { "default_settings.collection_method": "send_invoice" },
            "subscription": { "collection_method": "send_invoice" },
            "invoice": { "collection_method": "send_invoice" }
          },
          "fieldMappings": {
            "subscription_schedule": { "default_settings.invoice_settings.days_until_due": "SBQQ__PaymentTerm__c" },
            "subscription": { "days_until_due": "SBQQ__PaymentTerm__c" },
            "invoice": { "days_until_due": "SBQQ__PaymentTerm__c" },
            "customer": { "metadata.city": "BillingCity" }
          }
        }
        """;

    public static JsonElement Read() => JsonDocument.Parse(Json).RootElement;
}
