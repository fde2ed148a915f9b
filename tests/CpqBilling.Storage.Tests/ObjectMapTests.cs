using System.Collections.Immutable;
using CpqBilling.Core.StripeState;
using CpqBilling.Storage.Objects;

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
        var coupon = new CouponState("c10", "Ten", null, 12.5m, null, "repeating", 3);
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
            "volume",
            [new PriceTier(10, null, 500m), new PriceTier(null, 0.000000000001m, null)],
            "exclusive"
        );
        await RememberAsync("01u1", new PriceState("price_1", IsActive: false, shape, NoMetadata));

        var found = Assert.IsType<PriceState>((await Map.LookupAsync(Org, ["price_1"], Token))["price_1"]);

        Assert.False(found.IsActive);
        Assert.Null(found.Shape.DifferenceFrom(shape));
        Assert.Equal(shape.Tiers, found.Shape.Tiers);
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

    [Fact]
    public async Task ForgottenObject_LeavesItsFormerId()
    {
        await RememberAsync("0011", new CustomerState("cus_1", "{}", NoMetadata));

        await Map.ForgetAsync(Org, "cus_1", Now, Token);

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
}
