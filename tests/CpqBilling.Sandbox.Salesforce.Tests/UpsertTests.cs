namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class UpsertTests
{
    [Fact]
    public async Task Upsert_CreatesThenUpdates()
    {
        await using var org = await TestOrg.StartAsync();
        var (first, created) = await org.SendAsync("PATCH", "sobjects/Sync_Record__c/Compound_ID__c/a%2Fb-c", """{"Resolution_Status__c":"Error"}""");
        Assert.Equal("201 True", $"{first} {created!["created"]!.GetValue<bool>()}");
        var (second, updated) = await org.SendAsync(
            "PATCH",
            "sobjects/Sync_Record__c/Compound_ID__c/a%2Fb-c",
            """{"Resolution_Status__c":"Success"}"""
        );
        Assert.Equal("200 False", $"{second} {updated!["created"]!.GetValue<bool>()}");
        Assert.Equal(created["id"]!.GetValue<string>(), updated["id"]!.GetValue<string>());
        Assert.Equal(
            "Success",
            (await org.SendAsync("GET", "sobjects/Sync_Record__c/Compound_ID__c/a%2Fb-c")).Body!["Resolution_Status__c"]!.GetValue<string>()
        );
        Assert.Equal(204, (await org.SendAsync("PATCH", "/services/data/v45.0/sobjects/Sync_Record__c/Compound_ID__c/a%2Fb-c", "{}")).Status);
    }

    [Fact]
    public async Task CaseSensitiveKey_TellsCasesApart()
    {
        await using var org = await TestOrg.StartAsync();
        Assert.Equal(201, (await org.SendAsync("PATCH", "sobjects/Sync_Record__c/Compound_ID__c/abc", "{}")).Status);
        Assert.Equal(201, (await org.SendAsync("PATCH", "sobjects/Sync_Record__c/Compound_ID__c/ABC", "{}")).Status);
        var (status, error) = await org.SendAsync("POST", "sobjects/Sync_Record__c", """{"Compound_ID__c":"abc"}""");
        Assert.Equal(400, status);
        Assert.Equal("DUPLICATE_VALUE", error![0]!["errorCode"]!.GetValue<string>());
        Assert.Matches(
            "^duplicate value found: Compound_ID__c duplicates value on record with id: a1[A-Za-z0-9]{13}$",
            error[0]!["message"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task KeyOfSeveralRecords_Answers300WithTheirUrls()
    {
        await using var org = await TestOrg.StartAsync();
        await org.CreateAsync("Account", """{"Name":"A","Stripe_ID__c":"cus_1"}""");
        await org.CreateAsync("Account", """{"Name":"B","Stripe_ID__c":"cus_1"}""");
        var (status, urls) = await org.SendAsync("PATCH", "sobjects/Account/Stripe_ID__c/cus_1", "{}");
        Assert.Equal(300, status);
        Assert.All(
            urls!.AsArray(),
            url => Assert.StartsWith("/services/data/v65.0/sobjects/Account/001", url!.GetValue<string>(), StringComparison.Ordinal)
        );
        Assert.Equal(2, urls!.AsArray().Count);
    }

    [Fact]
    public async Task KeyInTheBody_IsRefused()
    {
        await using var org = await TestOrg.StartAsync();
        var (status, error) = await org.SendAsync("PATCH", "sobjects/Sync_Record__c/Compound_ID__c/x", """{"Compound_ID__c":"x"}""");
        Assert.Equal("400 INVALID_FIELD", $"{status} {error![0]!["errorCode"]}");
    }

    [Fact]
    public async Task Lookup_MayBeGivenByExternalId()
    {
        await using var org = await TestOrg.StartAsync();
        var stripe = await org.CreateAsync("Stripe_Account__c", """{"External_ID__c":"acct_1|test"}""");
        var account = await org.CreateAsync("Account", """{"Name":"Acme"}""");
        var order = await org.CreateAsync(
            "Order",
            $$"""{"AccountId":"{{account}}","EffectiveDate":"2024-02-01","Status":"Draft","Stripe_Account__r":{"External_ID__c":"acct_1|test"} }"""
        );
        Assert.Equal(stripe, await org.ColumnAsync($"SELECT Stripe_Account__c FROM Order WHERE Id = '{order}'", "Stripe_Account__c"));
        var (_, error) = await org.SendAsync("PATCH", "sobjects/Order/" + order, """{"Stripe_Account__r":{"External_ID__c":"acct_2"}}""");
        Assert.Equal(
            "Foreign key external ID: acct_2 not found for field External_ID__c in entity Stripe_Account__c",
            error![0]!["message"]!.GetValue<string>()
        );
    }
}
