namespace CpqBilling.Salesforce.Tests.Wire;

public sealed class PackageNamesTests
{
    private readonly PackageNames _acme = new("acme");

    [Fact]
    public void WithoutNamespace_NothingChanges()
    {
        var names = new PackageNames("");

        Assert.Equal("SELECT Stripe_ID__c FROM Order", names.Query("Order", "SELECT Stripe_ID__c FROM Order"));
        Assert.Equal("Stripe_ID__c", names.Local("Stripe_ID__c"));
    }

    [Fact]
    public void OurFieldsOnTheirObjects_ArePrefixed() =>
        Assert.Equal(
            "SELECT Id, acme__Stripe_ID__c, Name__c FROM Order WHERE acme__Skip_Past_Initial_Invoices__c = false AND Text__c = 'Stripe_ID__c, it\\'s'",
            _acme.Query(
                "Order",
                "SELECT Id, Stripe_ID__c, Name__c FROM Order WHERE Skip_Past_Initial_Invoices__c = false AND Text__c = 'Stripe_ID__c, it\\'s'"
            )
        );

    [Fact]
    public void FieldsOfOurObjects_ArePrefixedOnlyThere() =>
        Assert.Equal(
            "SELECT acme__Name__c, acme__Order__r.OrderNumber FROM acme__Order_Stripe_Coupon__c",
            _acme.Query("Order_Stripe_Coupon__c", "SELECT Name__c, Order__r.OrderNumber FROM Order_Stripe_Coupon__c")
        );

    [Fact]
    public void PrefixingTwice_IsPrefixingOnce()
    {
        var once = _acme.Query("Order_Stripe_Coupon__c", "(SELECT Name__c FROM Order_Lookup__r)");

        Assert.Equal("(SELECT acme__Name__c FROM acme__Order_Lookup__r)", once);
        Assert.Equal(once, _acme.Query("Order", once));
    }

    [Theory]
    [InlineData("acme__Stripe_ID__c", "Stripe_ID__c")]
    [InlineData("acme__Order_Stripe_Coupon__c", "Order_Stripe_Coupon__c")]
    // Ours by prefix, but no field this version knows: it may be mapped under its full name.
    [InlineData("acme__Something__c", "acme__Something__c")]
    [InlineData("SBQQ__Quote__c", "SBQQ__Quote__c")]
    public void NamesRead_AreBare(string wire, string local) => Assert.Equal(local, _acme.Local(wire));
}
