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
                    var isMissing = objects.Name == "OrderItem" && eligible.Contains(org.Id(expected.GetProperty("OrderId").GetString()!));
                    Assert.False(isMissing, $"{expected.GetProperty("Id")} of an eligible order is not loaded");
                }
            }
        }
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
