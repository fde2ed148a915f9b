using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Engine.Application.Drafts;
using CpqBilling.Engine.Application.Mappings;
using CpqBilling.Engine.Sync;
using Xunit;

namespace CpqBilling.Engine.Tests.Application;

/// <summary>The mapper: what Stripe would get of a real order, before and after a draft.</summary>
public sealed class MappingBookTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WithoutMappings_RowsAreWhatTheConnectorGivesByItself()
    {
        await using var billing = await BilledAsync();
        var (book, _) = Open(billing);

        var sample = await book.SampleAsync(null, null, Cancellation);

        Assert.Empty(sample.Errors);
        var name = Row(sample, MappedObject.Customer, "name");
        Assert.Equal((MappingState.Default, sample.AccountName), (name.State, name.After));
        Assert.All(sample.Sections.Single(section => section.ObjectKey == MappedObject.Coupon).Rows, row => Assert.False(row.IsOurs));
        Assert.Null(sample.Sections.Single(section => section.ObjectKey == MappedObject.Coupon).RecordId);
    }

    [Fact]
    public async Task Draft_ShowsBeforeAndAfter_AndIsWhatTheFileWouldSay()
    {
        await using var billing = await BilledAsync();
        var (book, configurations) = Open(billing);

        var edit = await book.DraftAsync(
            new Dictionary<MappedKey, MappedSource>
            {
                [new(MappedObject.Customer, "metadata.account")] = new("Name", null),
                [new(MappedObject.Customer, "name")] = new(null, "Somebody"),
                [new(MappedObject.Schedule, "default_settings.automatic_tax.enabled")] = new(null, "true"),
            },
            0,
            Cancellation
        );
        var sample = await book.SampleAsync(null, edit, Cancellation);

        Assert.Equal(
            [
                "fieldDefaults.customer.name",
                "fieldDefaults.subscription_schedule.default_settings.automatic_tax.enabled",
                "fieldMappings.customer.metadata.account",
            ],
            edit.Changes.Select(change => change.Path)
        );
        Assert.Contains("\"default_settings.automatic_tax.enabled\":true", edit.Json.GetRawText());
        var (account, name) = (Row(sample, MappedObject.Customer, "metadata.account"), Row(sample, MappedObject.Customer, "name"));
        Assert.Equal((null, sample.AccountName, MappingState.Mapped), (account.Before, account.After, account.State));
        Assert.Equal((sample.AccountName, "Somebody", MappingState.Mapped), (name.Before, name.After, name.State));
        var tax = Row(sample, MappedObject.Schedule, "default_settings.automatic_tax.enabled");
        Assert.Equal((null, "true"), (tax.Before, tax.After));
        Assert.Null(await configurations.CurrentAsync(Cancellation));
    }

    [Fact]
    public async Task FieldThatTheOrgDoesNotHave_IsNamedWithWhatMayBeMeant_AndTheRestIsShown()
    {
        await using var billing = await BilledAsync();
        var (book, _) = Open(billing);

        var edit = await book.DraftAsync(
            new Dictionary<MappedKey, MappedSource> { [new(MappedObject.Customer, "metadata.city")] = new("BillingCitty", null) },
            0,
            Cancellation
        );
        var sample = await book.SampleAsync(null, edit, Cancellation);

        var row = Row(sample, MappedObject.Customer, "metadata.city");
        Assert.Equal(MappingState.UnknownField, row.State);
        Assert.Contains("BillingCity", row.NearFields);
        Assert.Equal(sample.AccountName, Row(sample, MappedObject.Customer, "name").After);
    }

    [Theory]
    [InlineData("metadata.region", null)]
    [InlineData("metadata.", "A name in metadata has 1 to 40 characters; this one has 0.")]
    [InlineData("metadata.a[b]", "A name in metadata has no brackets.")]
    [InlineData("tax_exemt", "Stripe has no tax_exemt there; near are tax_exempt.")]
    [InlineData("tax_exempt", null)]
    public void StripePath_IsCheckedBeforeItIsDrafted(string path, string? expected)
    {
        Assert.Equal(expected, MappingBook.Refusal(new MappedKey(MappedObject.Customer, path)));
    }

    [Fact]
    public async Task Fields_AreThoseOfTheOrg_WithTheValuesOfTheSample_AlsoBehindLookups()
    {
        await using var billing = await BilledAsync();
        var fields = new OrgFields(billing.Org);
        var order = billing.Ids["Order#1"];

        var own = await fields.ReadAsync("Order", order, [], Cancellation);
        var account = await fields.ReadAsync("Order", order, ["Account"], Cancellation);

        Assert.Equal("Account", own.Fields.Single(field => field.Name == "AccountId").Leads);
        Assert.Equal("Account", account.Type);
        Assert.Equal(billing.Ids["Account#1"], account.Fields.Single(field => field.Name == "Id").Value);
    }

    private static (MappingBook Book, ConfigurationBook Configurations) Open(TestBilling billing)
    {
        var configurations = new ConfigurationBook(billing.Org, TestAudit.Of(billing.Org.Database));
        return (new MappingBook(billing.Org, configurations), configurations);
    }

    private static MappingRow Row(MappingSample sample, string objectKey, string path) =>
        sample.Sections.Single(section => section.ObjectKey == objectKey).Rows.Single(row => row.Key.StripePath == path);

    private static async Task<TestBilling> BilledAsync()
    {
        var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        await new SyncShell(billing.Org).SyncAsync(new RecordRef("Order", billing.Ids["Order#1"]), "test", Cancellation);
        return billing;
    }
}
