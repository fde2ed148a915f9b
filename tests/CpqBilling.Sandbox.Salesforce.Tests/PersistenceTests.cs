namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class PersistenceTests
{
    [Fact]
    public async Task OrgInAFile_IsThereAgainAfterARestart()
    {
        var folder = Directory.CreateTempSubdirectory("sf-org");
        try
        {
            var options = new SalesforceSandboxOptions
            {
                DatabaseFile = Path.Combine(folder.FullName, "org.db"),
                FrozenAt = DateTimeOffset.Parse("2024-02-01T12:00:00Z"),
            };
            Dictionary<string, string> ids;
            string account;
            await using (var org = await TestOrg.StartAsync(options))
            {
                ids = await org.LoadAsync(
                    """{ "multiCurrency": true, "Order": [{ "Id": "Order#1", "AccountId": "Account#1", "OrderNumber": "00000041", "CurrencyIsoCode": "EUR", "EffectiveDate": "2024-01-31", "TotalAmount": 12.50, "SBQQ__Contracted__c": true }] }"""
                );
                account = await org.CreateAsync("Account", """{"Name":"Kept"}""");
                var gone = await org.CreateAsync("Account", """{"Name":"Gone"}""");
                await org.SendAsync("DELETE", "sobjects/Account/" + gone);
                await org.SendAsync("PATCH", "sobjects/Account/" + account, """{"Phone":"1"}""");
                await org.SendAsync(
                    "POST",
                    "composite/sobjects",
                    """{"allOrNone":true,"records":[{"attributes":{"type":"Account"},"Name":"Undone"},{"attributes":{"type":"Account"}}]}"""
                );
            }
            await using (var org = await TestOrg.StartAsync(options))
            {
                Assert.Equal("Account 1,Kept", await org.ColumnAsync("SELECT Name FROM Account ORDER BY Name"));
                Assert.Equal("1", await org.ColumnAsync($"SELECT Phone FROM Account WHERE Id = '{account}'", "Phone"));
                var order = (
                    await org.QueryAsync(
                        "SELECT OrderNumber, CurrencyIsoCode, EffectiveDate, TotalAmount, SBQQ__Contracted__c, Account.Name, CreatedDate FROM Order"
                    )
                )["records"]![0]!.AsObject();
                order.Remove("attributes");
                order["Account"]!.AsObject().Remove("attributes");
                Assert.Equal(
                    """{"OrderNumber":"00000041","CurrencyIsoCode":"EUR","EffectiveDate":"2024-01-31","TotalAmount":12.50,"SBQQ__Contracted__c":true,"Account":{"Name":"Account 1"},"CreatedDate":"2024-02-01T12:00:00.000\u002B0000"}""",
                    order.ToJsonString()
                );
                Assert.Equal("3", (await org.SendAsync("GET", "queryAll?q=SELECT+COUNT()+FROM+Account")).Body!["totalSize"]!.ToString());
                var next = await org.CreateAsync("Order", $$"""{"AccountId":"{{account}}","EffectiveDate":"2024-02-01","Status":"Draft"}""");
                Assert.Equal("00000042", await org.ColumnAsync($"SELECT OrderNumber FROM Order WHERE Id = '{next}'", "OrderNumber"));
                Assert.Equal(ids["Order#1"], (await org.LoadAsync("""{ "Order": [{ "Id": "Order#1", "PoNumber": "7" }] }"""))["Order#1"]);
                await org.SendAsync("POST", "/_sandbox/reset");
            }
            await using (var org = await TestOrg.StartAsync(options))
                Assert.Equal("", await org.ColumnAsync("SELECT Name FROM Account"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
