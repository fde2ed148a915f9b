using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using CpqBilling.Storage.Objects;
using NodaTime;

namespace CpqBilling.Storage.Tests;

public sealed class ObjectMapTests_Sqlite() : ObjectMapTests(new SqliteFile());

public sealed class ObjectMapTests_Postgres(PostgresServer server) : ObjectMapTests(new PostgresDatabase(server));

public abstract class ObjectMapTests(ITestDatabase source) : DatabaseTests(source)
{
    private static readonly ImmutableDictionary<string, string> NoMetadata = ImmutableDictionary<string, string>.Empty;

    private ObjectMap Map => new(Database);

    [Fact]
    public async Task RememberedObjects_ComeBackByStripeId()
    {
        var customer = new CustomerState("cus_1", """{"name":"Acme"}""", NoMetadata);
        var coupon = new CouponState("c10", "Ten", null, 12.5m, null, CouponDuration.Repeating, 3);
        var shape = new PriceShape("usd", "prod_1", 1234.567890123456m, new RecurringShape(12, IsMetered: false));
        await RememberAsync("0011", customer);
        await RememberAsync("a011", coupon);
        await RememberAsync("01u1", new PriceState("price_1", IsActive: true, shape, NoMetadata));

        var found = await Map.LookupAsync(Org, ["cus_1", "c10", "price_1", "prod_unknown"], Token);

        Assert.Equal(3, found.Count);
        Assert.Equal(customer, found["cus_1"]);
        Assert.Equal(coupon, found["c10"]);
        Assert.Equal(shape, Assert.IsType<PriceState>(found["price_1"]).Shape);
    }

    [Fact]
    public async Task TieredPrice_ComesBackExactly()
    {
        var shape = new PriceShape(
            "eur",
            "prod_1",
            null,
            new RecurringShape(null, IsMetered: true, "mtr_1"),
            TiersMode.Volume,
            [new PriceTier(10, null, 500m), new PriceTier(null, 0.000000000001m, null)],
            TaxBehavior.Exclusive
        );
        await RememberAsync("01u1", new PriceState("price_1", IsActive: false, shape, NoMetadata));

        var found = Assert.IsType<PriceState>((await Map.LookupAsync(Org, ["price_1"], Token))["price_1"]);

        Assert.False(found.IsActive);
        Assert.Null(found.Shape.DifferenceFrom(shape));
        Assert.Equal(shape.Tiers, found.Shape.Tiers);
    }

    [Fact]
    public async Task WhatAContractWasSentWith_ComesBackExactly()
    {
        var line = new CpqRecord(
            "OrderItem",
            "8021",
            new Dictionary<string, object?>
            {
                ["Quantity"] = 2.50m,
                ["ServiceDate"] = "2025-01-01",
                ["IsDeleted"] = false,
            }
        );
        var phase = new HeldPhase(Instant.FromUtc(2025, 1, 1, 0, 0), Instant.FromUtc(2026, 1, 1, 0, 0), "price_1x2-half", "price_2x1");
        var before = new SoldUntil(Instant.FromUtc(2025, 3, 1, 0, 0), [line]);
        await SendAsync(new SentContract(PriceSettings.Parse("billingMode=classic"), "0011", [line], [phase], [before]));

        var sent = (await Map.SentAsync(Org, ["8010", "8011"], Token))["8011"];

        Assert.Equal("billingMode=classic", $"{sent.Prices}");
        Assert.Equal("0011", sent.AccountId);
        Assert.Equal(2.50m, sent.Sold[0].Number("Quantity"));
        Assert.Equal("2025-01-01", sent.Sold[0].Text("ServiceDate"));
        Assert.False(sent.Sold[0].Flag("IsDeleted"));
        Assert.Equal(phase, Assert.Single(sent.Held));
        Assert.Equal(before.At, Assert.Single(sent.Revisions).At);
        Assert.Empty(await Map.SentAsync("00D2", ["8011"], Token));
    }

    [Fact]
    public async Task WhatAContractWasSentWith_IsReplaced()
    {
        await SendAsync(new SentContract(PriceSettings.Unknown, "0011", [], [], []));
        await SendAsync(new SentContract(PriceSettings.Unknown, "0012", [], [], []));

        Assert.Equal("0012", (await Map.SentAsync(Org, ["8011"], Token))["8011"].AccountId);
    }

    [Fact]
    public async Task OtherOrg_SeesNothing()
    {
        await RememberAsync("0011", new CustomerState("cus_1", null, NoMetadata));

        Assert.Empty(await Map.LookupAsync("00D2", ["cus_1"], Token));
    }

    // The key of a create holds the former id: it must change when a person cleared the field, and only then.
    [Fact]
    public async Task FormerId_CountsOnceSalesforceHadIt()
    {
        await RememberAsync("0011", new CustomerState("cus_1", null, NoMetadata));
        Assert.Empty(await Map.FormerIdsAsync(Org, ["0011"], Token));

        await Database.WriteAsync(db => ObjectMap.MarkRecordedAsync(db, Org, ["0011"]), Token);
        Assert.Equal("cus_1", (await Map.FormerIdsAsync(Org, ["0011"], Token))["0011"]);

        // The new object, until Salesforce has it, is made under the same basis.
        await RememberAsync("0011", new CustomerState("cus_2", null, NoMetadata));
        Assert.Equal("cus_1", (await Map.FormerIdsAsync(Org, ["0011"], Token))["0011"]);

        await Database.WriteAsync(db => ObjectMap.MarkRecordedAsync(db, Org, ["0011"]), Token);
        Assert.Equal("cus_2", (await Map.FormerIdsAsync(Org, ["0011"], Token))["0011"]);
    }

    // As long as it is active, whatever made it finds it again under its old key; archived it is of no use to anybody.
    [Fact]
    public async Task PriceThatIsNeededOnce_CountsOnceItIsArchived()
    {
        var price = new PriceState("price_1", IsActive: true, new PriceShape("usd", "prod_1", 100m, null), NoMetadata);
        await Map.RememberAsync(Org, [new(new ObjectPlace("8021", "price/8021/remainder"), price)], Now, Token);
        Assert.Empty(await Map.FormerIdsAsync(Org, ["8021"], Token));

        await Database.WriteAsync(db => ObjectMap.MarkArchivedAsync(db, Org, "price_1"), Token);
        Assert.Equal("price_1", (await Map.FormerIdsAsync(Org, ["8021"], Token))["price/8021/remainder"]);
    }

    [Fact]
    public async Task ForgottenObject_LeavesItsFormerId()
    {
        await RememberAsync("0011", new CustomerState("cus_1", "{}", NoMetadata));

        await Database.WriteAsync(db => ObjectMap.ForgetAsync(db, Org, "cus_1", Now), Token);

        Assert.Empty(await Map.LookupAsync(Org, ["cus_1"], Token));
        Assert.Equal("cus_1", (await Map.FormerIdsAsync(Org, ["0011"], Token))["0011"]);
    }

    [Fact]
    public async Task ObjectsOfOneRecord_HaveRoles()
    {
        await RememberAsync("8021", new ProductState("prod_1", null, NoMetadata));
        await Map.RememberAsync(
            Org,
            [new(new ObjectPlace("8021", "price/8021/proration"), new ProductState("prod_2", null, NoMetadata))],
            Now,
            Token
        );

        Assert.Equal(2, (await Map.LookupAsync(Org, ["prod_1", "prod_2"], Token)).Count);
    }

    private Task RememberAsync(string salesforceId, StripeObject stripe) =>
        Map.RememberAsync(Org, [new(new ObjectPlace(salesforceId), stripe)], Now, Token);

    private Task SendAsync(SentContract sent) => Database.WriteAsync(db => ObjectMap.RememberSentAsync(db, Org, "8011", sent, Now), Token);
}
