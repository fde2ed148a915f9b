using System.Net.Http.Headers;

namespace CpqBilling.Sandbox.Salesforce.Tests;

/// <summary>What clients that others wrote asked for and did not find.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task UpdateOnly_NeverInserts()
    {
        await using var org = await TestOrg.StartAsync();
        Assert.Equal(404, (await org.SendAsync("PATCH", "sobjects/Account/Stripe_ID__c/cus_9?updateOnly=true", """{"Name":"A"}""")).Status);
        Assert.Equal("0", (await org.QueryAsync("SELECT COUNT() FROM Account"))["totalSize"]!.ToString());
        Assert.Equal(201, (await org.SendAsync("PATCH", "sobjects/Account/Stripe_ID__c/cus_9", """{"Name":"A"}""")).Status);
        Assert.Equal(200, (await org.SendAsync("PATCH", "sobjects/Account/Stripe_ID__c/cus_9?updateOnly=true", """{"Name":"B"}""")).Status);
    }

    [Theory]
    [InlineData("GET", "If-Modified-Since", "2024-02-01T12:00:00Z", 304)]
    [InlineData("GET", "If-Modified-Since", "2024-02-01T11:59:59Z", 200)]
    [InlineData("PATCH", "If-Unmodified-Since", "2024-02-01T11:59:59Z", 412)]
    [InlineData("PATCH", "If-Unmodified-Since", "2024-02-01T12:00:00Z", 204)]
    public async Task Conditions_AreKept(string method, string header, string at, int status)
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync("Account", """{"Name":"A"}""");
        using var request = new HttpRequestMessage(new HttpMethod(method), "/services/data/v65.0/sobjects/Account/" + id);
        request.Headers.TryAddWithoutValidation(header, DateTimeOffset.Parse(at).ToString("R"));
        if (method == "PATCH")
            request.Content = new StringContent("""{"Name":"B"}""", new MediaTypeHeaderValue("application/json"));
        using var response = await org.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task RelationshipAddresses_LeadToParentAndChildren()
    {
        await using var org = await TestOrg.StartAsync();
        var account = await org.CreateAsync("Account", """{"Name":"Acme"}""");
        var contact = await org.CreateAsync("Contact", $$"""{"LastName":"Ash","AccountId":"{{account}}"}""");
        Assert.Equal("Acme", (await org.SendAsync("GET", $"sobjects/Contact/{contact}/Account")).Body!["Name"]!.ToString());
        var children = (await org.SendAsync("GET", $"sobjects/Account/{account}/Contacts")).Body!;
        Assert.Equal("1 Ash", $"{children["totalSize"]} {children["records"]![0]!["LastName"]}");
    }

    [Fact]
    public async Task UpdatedAndDeleted_TellWhatChangedBetweenTwoInstants()
    {
        await using var org = await TestOrg.StartAsync();
        var (kept, gone) = (await org.CreateAsync("Account", """{"Name":"A"}"""), await org.CreateAsync("Account", """{"Name":"B"}"""));
        await org.SendAsync("DELETE", "sobjects/Account/" + gone);
        const string Window = "?start=2024-02-01T11:00:00Z&end=2024-02-01T13:00:00Z";
        Assert.Equal(kept, (await org.SendAsync("GET", "sobjects/Account/updated" + Window)).Body!["ids"]!.AsArray().Single()!.ToString());
        Assert.Equal(gone, (await org.SendAsync("GET", "sobjects/Account/deleted" + Window)).Body!["deletedRecords"]![0]!["id"]!.ToString());
        Assert.Empty(
            (await org.SendAsync("GET", "sobjects/Account/updated?start=2024-01-01T00:00:00Z&end=2024-01-02T00:00:00Z")).Body!["ids"]!.AsArray()
        );
    }

    [Fact]
    public async Task Root_TellsTheIdentityAsAWholeAddress()
    {
        await using var org = await TestOrg.StartAsync();
        var identity = (await org.SendAsync("GET", "/services/data/v65.0")).Body!["identity"]!.ToString();
        Assert.StartsWith($"{org.Address}id/00D", identity, StringComparison.Ordinal);
        Assert.Equal("integration@cpqbilling.test", (await org.SendAsync("GET", new Uri(identity).PathAndQuery)).Body!["username"]!.ToString());
    }

    [Fact]
    public async Task SlashAtTheEndOfTheInstance_IsForgiven()
    {
        await using var org = await TestOrg.StartAsync();
        using var response = await org.Http.GetAsync(new Uri($"{org.Address}/services/data/v65.0/limits"), TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)response.StatusCode);
    }
}
