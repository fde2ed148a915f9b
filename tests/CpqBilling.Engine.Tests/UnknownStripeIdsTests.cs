using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Engine.Application.Issues;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Rows;
using NodaTime;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>Records that carry ids of another Stripe account: told on the record, or replaced where the settings say so.</summary>
public sealed class UnknownStripeIdsTests
{
    [Fact]
    public async Task CustomerOfAnotherAccount_IsAnErrorOfTheAccount_AndNothingIsMade()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        billing.Use(billing.Org with { Facts = billing.Org.Facts with { StripeAccount = "Acme Ltd (acct_1, live mode)" } });
        await LoadAsync(billing, "cus_OfProduction");

        var report = await billing.SyncAsync("Order#1");

        var error = Assert.Single(report.Errors);
        Assert.Equal(("SYNC-4005", "Account", "Stripe_ID__c"), (error.Definition.Code, error.Record.Type, error.Field));
        Assert.Equal(billing.Ids["Account#1"], error.Record.Id);
        Assert.Equal("There is no customer cus_OfProduction in Acme Ltd (acct_1, live mode).", error.Message);
        Assert.Empty(await billing.ListAsync("/v1/customers"));
        Assert.Empty(await billing.ListAsync("/v1/products"));
        Assert.Equal(["Order Order#1, Account Account#1: Error"], await billing.SyncRecordsAsync());
    }

    [Fact]
    public async Task CustomerOfAnotherAccount_IsMadeAnew_WhereUnknownIdsAreReplaced()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z", Replacing);
        await LoadAsync(billing, "cus_OfProduction");

        var report = await billing.SyncAsync("Order#1");

        Assert.Empty(report.Errors);
        var customer = Assert.Single(await billing.ListAsync("/v1/customers")).GetProperty("id").GetString();
        Assert.Equal(customer, await billing.FieldOfAsync("Account", "Account#1", "Stripe_ID__c"));
        Assert.Equal(SyncOutcome.Unchanged, (await billing.SyncAsync("Order#1")).Outcome);
    }

    [Fact]
    public async Task CustomerThatWasDeleted_IsMadeAnew_WhereUnknownIdsAreReplaced()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z", Replacing);
        var deleted = await billing.PostAsync("/v1/customers", new StripeMap().Set("name", "Harbour Foods"));
        await billing.DeleteAsync($"/v1/customers/{deleted}");
        await LoadAsync(billing, deleted);

        Assert.Empty((await billing.SyncAsync("Order#1")).Errors);

        Assert.NotEqual(deleted, Assert.Single(await billing.ListAsync("/v1/customers")).GetProperty("id").GetString());
    }

    [Fact]
    public async Task RememberedCustomer_ThatStripeDoesNotKnowAnyMore_IsForgottenAndToldByTheNextSync()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        await billing.SyncAsync("Order#1");
        var customer = Assert.Single(await billing.ListAsync("/v1/customers")).GetProperty("id").GetString()!;
        await billing.DeleteAsync($"/v1/customers/{customer}");
        await billing.LoadAsync(FirstOrders.Second());

        var refused = Assert.Single((await billing.SyncAsync("Order#2")).Errors);
        var told = Assert.Single((await billing.SyncAsync("Order#2")).Errors);

        Assert.Equal(("StripeIdUnknown", "Order"), (refused.Name, refused.Record.Type));
        Assert.Contains(customer, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Order Order#2, Order Order#2: Error", await billing.SyncRecordsAsync());
        Assert.Equal(("StripeObjectDeleted", $"The Stripe customer {customer} was deleted."), (told.Name, told.Message));
    }

    // Twenty-one records within an hour are one alert; twenty, or twenty-one over a longer time, are told as any issue is.
    [Theory]
    [InlineData(21, 3, true)]
    [InlineData(20, 3, false)]
    [InlineData(21, 4, false)]
    public async Task ManyUnknownIds_AreOneAlert(int records, int minutesApart, bool isAlert)
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.Org.Database.WriteAsync(
            db =>
            {
                db.ListedOrders.AddRange(Enumerable.Range(0, records).Select(index => Stopped(billing, index, index * minutesApart)));
                return db.SaveChangesAsync(TestContext.Current.CancellationToken);
            },
            TestContext.Current.CancellationToken
        );

        var issue = Assert.Single(await new IssueList(billing.Org).ReadAsync(TestContext.Current.CancellationToken));

        Assert.Equal(isAlert, issue.Fix.StartsWith("More than 20 records met this within an hour", StringComparison.Ordinal));
    }

    private static ListedOrder Stopped(TestBilling billing, int index, int minutes) =>
        new()
        {
            OrgId = billing.Org.Facts.OrgId,
            OrderId = $"801{index}",
            ContractKey = $"801{index}",
            Number = $"{index}",
            State = OrderState.NeedsYou,
            ChangedAt = billing.Org.Now,
            RaisedAt = billing.Org.Now + Duration.FromMinutes(minutes),
            ErrorCode = "SYNC-4005",
            ErrorsJson = ErrorJson.Write([StripeErrors.StripeIdUnknown(new RecordRef("Account", $"001{index}"), "customer", $"cus_{index}", null)]),
        };

    private static BillingSettings Replacing => new() { UnknownStripeIds = UnknownIdRule.Replace };

    private static Task LoadAsync(TestBilling billing, string customer)
    {
        var records = Contracts.Annual();
        records["Account"]![0]!["Stripe_ID__c"] = customer;
        return billing.LoadAsync(records);
    }
}
