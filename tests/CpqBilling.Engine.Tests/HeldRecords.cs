using System.Text.Json;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Salesforce;
using CpqBilling.Stripe;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>What Salesforce holds after a sync, and changes that people make in Stripe.</summary>
internal static class HeldRecords
{
    extension(TestBilling billing)
    {
        /// <summary>Primary, secondary and status of every Sync Record, with the placeholders of the fixtures.</summary>
        public async Task<IReadOnlyList<string>> SyncRecordsAsync()
        {
            const string Fields =
                "Primary_Object_Type__c, Primary_Record_ID__c, Secondary_Object_Type__c, Secondary_Record_ID__c, Resolution_Status__c";
            var rows = await billing.QueryAsync($"SELECT {Fields} FROM Sync_Record__c");
            return
            [
                .. rows.Select(row =>
                        $"{Text(row, "Primary_Object_Type__c")} {billing.Placeholder(Text(row, "Primary_Record_ID__c"))}, "
                        + $"{Text(row, "Secondary_Object_Type__c")} {billing.Placeholder(Text(row, "Secondary_Record_ID__c"))}: {Text(row, "Resolution_Status__c")}"
                    )
                    .Order(StringComparer.Ordinal),
            ];
        }

        public async Task<string?> FieldOfAsync(string type, string placeholder, string field) =>
            Assert
                .Single(await billing.QueryAsync($"SELECT {field} FROM {type} WHERE Id = '{billing.Ids[placeholder]}'"))
                .GetProperty(field)
                .GetString();

        public async Task<string> PostAsync(string path, StripeMap body) =>
            Assert.IsType<StripeAnswered>(await billing.Org.Stripe.SendAsync(StripeMethod.Post, path, body, Guid.NewGuid().ToString())).Id;

        public async Task DeleteAsync(string path) =>
            Assert.IsType<StripeAnswered>(await billing.Org.Stripe.SendAsync(StripeMethod.Delete, path, new StripeMap(), Guid.NewGuid().ToString()));

        private async Task<IReadOnlyList<JsonElement>> QueryAsync(string soql)
        {
            var reply = await billing.Org.Salesforce.SendAsync(HttpMethod.Get, "query?q=" + Uri.EscapeDataString(soql), null, CancellationToken.None);
            return [.. Assert.IsType<SalesforceReply.Ok>(reply).Body.GetProperty("records").EnumerateArray()];
        }

        private string Placeholder(string? id) => billing.Ids.FirstOrDefault(pair => pair.Value == id).Key ?? id ?? "";
    }

    private static string? Text(JsonElement row, string field) => row.GetProperty(field).GetString();
}
