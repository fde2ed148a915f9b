using System.Text.Encodings.Web;
using System.Text.Json;

namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class RecordTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Create_Answers201WithTheRecordsPlace()
    {
        await using var org = await TestOrg.StartAsync();
        using var response = await org.RawAsync("POST", "sobjects/Account", """{"Name":"Acme","Phone":null}""");
        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal("application/json;charset=UTF-8", response.Content.Headers.ContentType!.ToString().Replace("; ", ";", StringComparison.Ordinal));
        Assert.Matches("^/services/data/v65.0/sobjects/Account/001[A-Za-z0-9]{15}$", response.Headers.Location!.ToString());
        Assert.Matches(@"^api-usage=\d+/15000$", response.Headers.GetValues("Sforce-Limit-Info").Single());
        Assert.Equal("Thu, 01 Feb 2024 12:00:00 GMT", response.Headers.Date!.Value.ToString("R"));
    }

    [Fact]
    public async Task Retrieve_GivesEveryFieldAndNulls()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync("Account", """{"Name":"Acme","BillingCity":"Bern"}""");
        var (_, record) = await org.SendAsync("GET", "sobjects/Account/" + id[..15]);
        Assert.Equal(id, record!["Id"]!.GetValue<string>());
        Assert.True(record.AsObject().ContainsKey("Phone"));
        Assert.Null(record["Phone"]);
        Assert.Equal("Bern", record["BillingAddress"]!["city"]!.GetValue<string>());
        Assert.Null(record["ShippingAddress"]);
        Assert.Equal("2024-02-01T12:00:00.000+0000", record["CreatedDate"]!.GetValue<string>());
        Assert.False(record.AsObject().ContainsKey("CurrencyIsoCode"));
        Assert.Equal(
            """{"attributes":{"type":"Account","url":"/services/data/v65.0/sobjects/Account/ID"},"Name":"Acme","Phone":null,"Id":"ID"}""",
            (await org.SendAsync("GET", $"sobjects/Account/{id}?fields=name,Phone")).Body!.ToJsonString().Replace(id, "ID", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Update_Answers204AndMovesTheStampEvenWithoutAChange()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync("Account", """{"Name":"Acme"}""");
        await org.SendAsync("POST", "/_sandbox/clock", """{"frozenAt":"2024-02-02T00:00:00Z"}""");
        using var response = await org.RawAsync("PATCH", "sobjects/Account/" + id, "{}");
        Assert.Equal(204, (int)response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("2024-02-02T00:00:00.000+0000", await org.ColumnAsync("SELECT LastModifiedDate FROM Account", "LastModifiedDate"));
        Assert.Equal("2024-02-01T12:00:00.000+0000", await org.ColumnAsync("SELECT CreatedDate FROM Account", "CreatedDate"));
    }

    [Fact]
    public async Task Delete_IsSoft()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync("Account", """{"Name":"Acme"}""");
        Assert.Equal(204, (await org.SendAsync("DELETE", "sobjects/Account/" + id)).Status);
        Assert.Equal("", await org.ColumnAsync("SELECT Name FROM Account"));
        Assert.Equal(
            "Acme",
            (await org.SendAsync("GET", "queryAll?q=SELECT+Name+FROM+Account+WHERE+IsDeleted=true")).Body!["records"]![0]!["Name"]!.GetValue<string>()
        );
        Assert.Equal("404 ENTITY_IS_DELETED", await ErrorAsync(org, "GET", "sobjects/Account/" + id));
        Assert.Equal("404 ENTITY_IS_DELETED", await ErrorAsync(org, "DELETE", "sobjects/Account/" + id));
    }

    [Theory]
    [InlineData("Account", "{}", "REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]", "Name")]
    [InlineData("Account", """{"Name":""}""", "REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]", "Name")]
    [InlineData("Account", """{"Name":"A","Nope":1}""", "INVALID_FIELD", "No such column 'Nope' on sobject of type Account", null)]
    [InlineData(
        "Account",
        """{"Name":"A","CreatedDate":"2024-01-01T00:00:00Z"}""",
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        "Unable to create/update fields: CreatedDate. Please check the security settings of this field and verify that it is read/write for your profile or permission set.",
        "CreatedDate"
    )]
    [InlineData(
        "Sync_Record__c",
        """{"Name":"SR-1"}""",
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        "Unable to create/update fields: Name. Please check the security settings of this field and verify that it is read/write for your profile or permission set.",
        "Name"
    )]
    [InlineData(
        "Account",
        """{"Name":"A","AccountNumber":"12345678901234567890123456789012345678901"}""",
        "STRING_TOO_LONG",
        "Account Number: data value too large: 12345678901234567890123456789012345678901 (max length=40)",
        "AccountNumber"
    )]
    [InlineData(
        "Account",
        """{"Name":"A","ParentId":"001000000000000AAA"}""",
        "INVALID_CROSS_REFERENCE_KEY",
        "invalid cross reference id",
        "ParentId"
    )]
    [InlineData(
        "Account",
        """{"Name":"A","ParentId":"801000000000000AAA"}""",
        "FIELD_INTEGRITY_EXCEPTION",
        "Parent ID: id value of incorrect type: 801000000000000AAA",
        "ParentId"
    )]
    [InlineData("Account", """{"Name":"A","ParentId":"nonsense"}""", "MALFORMED_ID", "Parent ID: id value of incorrect type: nonsense", "ParentId")]
    [InlineData("Contact", """{"LastName":"A","AccountId":true}""", "MALFORMED_ID", "Account ID: id value of incorrect type: true", "AccountId")]
    [InlineData(
        "Product2",
        """{"Name":"A","IsActive":"perhaps"}""",
        "JSON_PARSER_ERROR",
        "Cannot deserialize instance of boolean from VALUE_STRING value perhaps or request may be missing a required field at [line:1, column:1]",
        null
    )]
    [InlineData(
        "Product2",
        """{"Name":"A","SBQQ__SubscriptionTerm__c":"many"}""",
        "JSON_PARSER_ERROR",
        "Cannot deserialize instance of double from VALUE_STRING value many or request may be missing a required field at [line:1, column:1]",
        null
    )]
    [InlineData(
        "Product2",
        """{"Name":"A","SBQQ__SubscriptionTerm__c":100000}""",
        "NUMBER_OUTSIDE_VALID_RANGE",
        "Subscription Term: value outside of valid range on numeric field: 100000",
        "SBQQ__SubscriptionTerm__c"
    )]
    [InlineData(
        "Quote_Stripe_Coupon__c",
        """{"Name__c":"C","Percent_Off__c":5,"Duration__c":"sometimes"}""",
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        "Duration: bad value for restricted picklist field: sometimes",
        "Duration__c"
    )]
    public async Task BadValue_IsRefusedInSalesforcesWords(string type, string body, string code, string message, string? field)
    {
        await using var org = await TestOrg.StartAsync();
        var (status, answer) = await org.SendAsync("POST", "sobjects/" + type, body);
        Assert.Equal(400, status);
        var fields = field is null ? "" : $",\"fields\":[\"{field}\"]";
        Assert.Equal($"[{{\"message\":\"{message}\",\"errorCode\":\"{code}\"{fields}}}]", answer!.ToJsonString(Plain));
    }

    [Theory]
    [InlineData("GET", "sobjects/Nope/describe", null, "404 NOT_FOUND")]
    [InlineData("GET", "sobjects/Account/001000000000000AAA", null, "404 NOT_FOUND")]
    [InlineData("PATCH", "sobjects/Account/001000000000000AAA", "{}", "404 NOT_FOUND")]
    [InlineData("GET", "sobjects/Account/001D000000IqhSLIAA", null, "400 MALFORMED_ID")]
    [InlineData("GET", "nowhere", null, "404 NOT_FOUND")]
    [InlineData("POST", "query?q=SELECT+Id+FROM+Account", "{}", "405 METHOD_NOT_ALLOWED")]
    [InlineData("PUT", "sobjects/Account/001000000000000AAA", "{}", "404 NOT_FOUND")]
    [InlineData("POST", "sobjects/Account", "{broken", "400 JSON_PARSER_ERROR")]
    [InlineData("PATCH", "sobjects/Account/Name/Acme", "{}", "404 NOT_FOUND")]
    public async Task BadRequest_HasItsStatus(string method, string path, string? body, string expected)
    {
        await using var org = await TestOrg.StartAsync();
        Assert.Equal(expected, await ErrorAsync(org, method, path, body));
    }

    [Fact]
    public async Task Values_AreTakenInManyFormsAndKeepTheirDecimals()
    {
        await using var org = await TestOrg.StartAsync();
        var account = await org.CreateAsync("Account", """{"Name":"  Acme  "}""");
        var id = await org.CreateAsync(
            "Order",
            $$"""{"AccountId":"{{account[..15]}}","EffectiveDate":"2024-02-01","Status":"Draft","SBQQ__Contracted__c":"true","SBQQ__RenewalTerm__c":"12.50","Description":"a\u00fcb"}"""
        );
        var (_, order) = await org.SendAsync("GET", $"sobjects/Order/{id}");
        Assert.Equal(account, order!["AccountId"]!.GetValue<string>());
        Assert.True(order["SBQQ__Contracted__c"]!.GetValue<bool>());
        Assert.Equal("12.50", order["SBQQ__RenewalTerm__c"]!.ToJsonString());
        Assert.Equal("aüb", order["Description"]!.GetValue<string>());
        Assert.Equal("00000001", order["OrderNumber"]!.GetValue<string>());
        Assert.Equal("D", order["StatusCode"]!.GetValue<string>());
        Assert.Equal("Acme", await org.ColumnAsync("SELECT Name FROM Account"));
    }

    [Fact]
    public async Task MultiCurrencyOrg_HasACurrencyOnRecords()
    {
        await using var org = await TestOrg.StartAsync(new SalesforceSandboxOptions { MultiCurrency = true });
        await org.CreateAsync("Account", """{"Name":"Acme","CurrencyIsoCode":"EUR"}""");
        await org.CreateAsync("Account", """{"Name":"Base"}""");
        Assert.Equal("EUR,USD", await org.ColumnAsync("SELECT CurrencyIsoCode FROM Account ORDER BY Name", "CurrencyIsoCode"));
        Assert.Equal("USD", await org.ColumnAsync("SELECT IsoCode FROM CurrencyType WHERE IsCorporate = true", "IsoCode"));
    }

    private static async Task<string> ErrorAsync(TestOrg org, string method, string path, string? body = null)
    {
        var (status, answer) = await org.SendAsync(method, path, body);
        return $"{status} {answer![0]!["errorCode"]}";
    }
}
