using System.Text.Json;
using CpqBilling.Core.Mapping;

namespace CpqBilling.Salesforce.Tests.Sandbox;

/// <summary>Every shared case is loaded over HTTP and compared with its file.</summary>
public sealed class CaseLoadTests
{
    public static TheoryData<string> Cases => CaseFiles.ArePresent ? [.. CaseFiles.Names] : ["(no case files beside this repository)"];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Case_IsLoadedWithAllItsRecords(string name)
    {
        Assert.SkipUnless(CaseFiles.ArePresent, "The shared case files are not beside this repository.");
        using var file = JsonDocument.Parse(CaseFiles.Read(name));
        await using var org = await SandboxOrgFixture.StartAsync(MultiCurrency(file.RootElement));
        await org.LoadAsync(file.RootElement.GetRawText());

        foreach (var run in file.RootElement.GetProperty("runs").EnumerateArray())
        {
            var loaded = await LoadAsync(org, file.RootElement, run.GetProperty("sync").GetString()!);
            AssertComplete(org, file.RootElement, loaded);
        }
    }

    private static bool MultiCurrency(JsonElement file) =>
        file.GetProperty("settings").TryGetProperty("multiCurrency", out var value) && value.ValueKind == JsonValueKind.True;

    private static async Task<ContractLoaded> LoadAsync(SandboxOrgFixture org, JsonElement file, string order)
    {
        var request = new LoadRequest(org.Id(order))
        {
            MultiCurrency = MultiCurrency(file),
            Coupons = file.GetProperty("settings").GetProperty("coupons").GetBoolean(),
            Mappings = MappingsOf(file),
        };
        var load = await new ContractLoader(org.Session).LoadAsync(request, SandboxOrgFixture.Cancellation);
        Assert.True(load is ContractLoaded, (load as ContractNotLoaded)?.Error.Message);
        Assert.InRange(load.Calls, 1, 2);
        return (ContractLoaded)load;
    }

    private static FieldMappings MappingsOf(JsonElement file)
    {
        var mappings = FieldMappings.None;
        foreach (var rows in file.GetProperty("fieldMappings").EnumerateObject())
        {
            foreach (var row in rows.Value.EnumerateObject().Where(row => row.Value.ValueKind == JsonValueKind.String))
            {
                var paths = mappings.PathsOf(rows.Name).SetItem(row.Name, row.Value.GetString()!);
                mappings = mappings with { Paths = mappings.Paths.SetItem(rows.Name, paths) };
            }
        }

        return mappings;
    }

    /// <summary>Whatever was loaded agrees with the file, field by field; lines of loaded orders are all there.</summary>
    private static void AssertComplete(SandboxOrgFixture org, JsonElement file, ContractLoaded loaded)
    {
        var eligible = loaded.EligibleOrderIds;
        Assert.Contains(loaded.TriggerOrderId, eligible);
        foreach (var objects in file.GetProperty("salesforce").EnumerateObject())
        {
            foreach (var expected in objects.Value.EnumerateArray())
            {
                var id = org.Id(expected.GetProperty("Id").GetString()!);
                if (loaded.Records.Find(id) is { } actual)
                {
                    AssertSame(org, expected, actual);
                }
                else
                {
                    Assert.False(IsNeeded(org, objects.Name, expected, loaded), $"{expected.GetProperty("Id")} is not loaded");
                }
            }
        }
    }

    /// <summary>Lines and coupons of loaded orders, everything their lookups name, and every rate of a loaded schedule.</summary>
    private static bool IsNeeded(SandboxOrgFixture org, string type, JsonElement record, ContractLoaded loaded)
    {
        var id = org.Id(record.GetProperty("Id").GetString()!);
        return type switch
        {
            "OrderItem" => Loaded("OrderId"),
            "Order_Stripe_Coupon__c" => Loaded("Order__c") || Loaded("Order_Item__c"),
            "ConsumptionRate" => Loaded("ConsumptionScheduleId"),
            "ProductConsumptionSchedule" => Loaded("ProductId"),
            "SBQQ__OrderItemConsumptionSchedule__c" => Loaded("SBQQ__OrderItem__c"),
            "SBQQ__OrderItemConsumptionRate__c" => Loaded("SBQQ__OrderItemConsumptionSchedule__c"),
            "Quote_Stripe_Coupon__c" => loaded.Records.OfType("Order_Stripe_Coupon__c").Any(coupon => coupon.Text("Quote_Stripe_Coupon_Id__c") == id),
            "Account" => Named("Order", "AccountId"),
            "SBQQ__Quote__c" => Named("Order", "SBQQ__Quote__c"),
            "Opportunity" => Named("Order", "OpportunityId"),
            "Contract" => Named("Opportunity", "SBQQ__AmendedContract__c") || Named("OrderItem", "SBQQ__Contract__c"),
            "Product2" => Named("OrderItem", "Product2Id"),
            "PricebookEntry" => Named("OrderItem", "PricebookEntryId"),
            "SBQQ__QuoteLine__c" => Named("OrderItem", "SBQQ__QuoteLine__c"),
            _ => false,
        };

        bool Loaded(string lookup) => record.TryGetProperty(lookup, out var parent) && loaded.Records.Find(org.Id(parent.GetString()!)) is not null;

        bool Named(string child, string lookup) => loaded.Records.OfType(child).Any(row => row.Text(lookup) == id);
    }

    private static void AssertSame(SandboxOrgFixture org, JsonElement expected, Core.Cpq.CpqRecord actual)
    {
        foreach (var field in expected.EnumerateObject().Where(field => actual.Fields.ContainsKey(field.Name)))
        {
            var value = actual.Raw(field.Name);
            var same = field.Value.ValueKind switch
            {
                JsonValueKind.Number => value is decimal number && number == field.Value.GetDecimal(),
                JsonValueKind.True or JsonValueKind.False => value is bool flag && flag == field.Value.GetBoolean(),
                JsonValueKind.String when field.Value.GetString()!.Contains('#') => (string?)value == org.Id(field.Value.GetString()!),
                JsonValueKind.String => (string?)value == field.Value.GetString(),
                _ => value is null,
            };
            Assert.True(same, $"{actual.Type}.{field.Name} is {value}, expected {field.Value}");
        }
    }
}
