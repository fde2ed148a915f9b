using CpqBilling.Salesforce;
using CpqBilling.Sandbox.Salesforce.Cpq;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>Sells in a Salesforce sandbox, and asks it what became of the orders.</summary>
internal static class SoldOrders
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>The first of this month: every period is whole.</summary>
    public static DateOnly Month { get; } = new(DateTime.UtcNow.Year, DateTime.UtcNow.Month, 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Three units of a product at 10.00 a month, for a year.</summary>
    public static async Task<string> SellAsync(SalesTeam team, string customer)
    {
        var account = await team.CreateAccountAsync(new NewAccount(customer));
        var product = await team.CreateProductAsync(
            new NewProduct("Cellar", $"CELLAR-{customer}", 10m) { BillingFrequency = "Monthly", SubscriptionTermMonths = 1 }
        );
        var order = await team.OrderAsync(await team.QuoteAsync(new NewQuote(account, Month, 12, [new NewLine(product, 3)])));
        await team.ActivateAsync(order);
        return order;
    }

    /// <summary>Asks the org until the order names what bills it.</summary>
    public static async Task<string> StripeIdAsync(SalesforceConnection org, string order)
    {
        using var session = new SalesforceSession(SalesforceHttp.CreateClient(), org);
        while (true)
        {
            Cancellation.ThrowIfCancellationRequested();
            var reply = await session.SendAsync(HttpMethod.Get, $"sobjects/Order/{order}?fields=Stripe_ID__c", null, Cancellation);
            if (Assert.IsType<SalesforceReply.Ok>(reply).Body.GetProperty("Stripe_ID__c").GetString() is { } id)
            {
                return id;
            }

            await Task.Delay(LookEvery, Cancellation);
        }
    }
}
