using System.Net;
using CpqBilling.Salesforce.Tests.Fakes;

namespace CpqBilling.Salesforce.Tests.Org;

public sealed class OrgReaderTests
{
    private const string Row =
        """{"attributes":{"type":"Organization"},"Id":"00D000000000062EAA","Name":"Acme","IsSandbox":true,"NamespacePrefix":null,"OrganizationType":"Developer Edition"}""";
    private readonly FakeOrg _org = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SingleCurrencyOrg_DoesNotKnowCurrencyTypes()
    {
        _org.Composite(
            ("org", 200, FakeOrg.Rows(Row)),
            ("corporate", 400, FakeOrg.Error("INVALID_TYPE")),
            ("single", 400, FakeOrg.Error("INVALID_FIELD"))
        );

        Assert.Equal(new SalesforceOrg("00D000000000062EAA", "Acme", true, null, "Developer Edition", false, null), await OrganizationAsync());
    }

    [Fact]
    public async Task MultiCurrencyOrg_TellsItsCorporateCurrency()
    {
        _org.Composite(
            ("org", 200, FakeOrg.Rows(Row)),
            ("corporate", 200, FakeOrg.Rows("""{"attributes":{"type":"CurrencyType"},"IsoCode":"EUR"}""")),
            ("single", 200, FakeOrg.Rows("""{"attributes":{"type":"Organization"},"DefaultCurrencyIsoCode":"EUR"}"""))
        );

        var org = await OrganizationAsync();

        Assert.Equal((true, "EUR"), (org.IsMultiCurrency, org.DefaultCurrency));
    }

    [Fact]
    public async Task MappedPath_IsFollowedThroughDescriptions_EachAskedOnce()
    {
        const string order =
            """{"name":"Order","label":"Order","keyPrefix":"801","fields":[{"name":"OpportunityId","type":"reference","referenceTo":["Opportunity"]},{"name":"acme__Stripe_ID__c","type":"string"}]}""";
        const string opportunity =
            """{"name":"Opportunity","label":"Opportunity","fields":[{"name":"CloseDate","label":"Close Date","type":"date","updateable":true}]}""";
        _org.Answer(HttpStatusCode.OK, order).Answer(HttpStatusCode.OK, opportunity);
        using var session = _org.Session(ns: "acme");
        var types = new PathTypes(new OrgReader(session));

        Assert.Equal("date", (await FieldAsync(types, "Opportunity.CloseDate"))?.Type);
        Assert.Equal("date", (await FieldAsync(types, "OpportunityId.CloseDate"))?.Type);
        Assert.Equal("string", (await FieldAsync(types, "Stripe_ID__c"))?.Type);
        Assert.Null(await FieldAsync(types, "Account.Name"));
        Assert.Equal(
            ["/services/data/v65.0/sobjects/Order/describe", "/services/data/v65.0/sobjects/Opportunity/describe"],
            _org.ApiRequests.Select(r => r.Path)
        );
    }

    [Fact]
    public async Task Limits_AreRead()
    {
        _org.Answer(HttpStatusCode.OK, """{"DailyApiRequests":{"Max":15000,"Remaining":14982}}""");
        using var session = _org.Session();

        var answer = await new OrgReader(session).LimitsAsync(Cancellation);

        Assert.Equal(new ApiAllowance(15000, 14982), Assert.IsType<SalesforceAnswer<ApiAllowance>.Found>(answer).Value);
    }

    private async Task<SalesforceOrg> OrganizationAsync()
    {
        using var session = _org.Session();
        return Assert.IsType<SalesforceAnswer<SalesforceOrg>.Found>(await new OrgReader(session).OrganizationAsync(Cancellation)).Value;
    }

    private static async Task<FieldDescription?> FieldAsync(PathTypes types, string path) =>
        Assert.IsType<SalesforceAnswer<FieldDescription?>.Found>(await types.FieldAsync("Order", path, Cancellation)).Value;
}
