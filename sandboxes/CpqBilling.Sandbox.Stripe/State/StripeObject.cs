namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>What every stored object has. Objects name each other by id only, so that the state is a set of plain records.</summary>
internal abstract class StripeObject
{
    public string Id { get; set; } = "";

    public long Created { get; set; }

    /// <summary>Order of creation within the account; decides between objects created in the same second.</summary>
    public long Sequence { get; set; }
}

/// <summary>An object that hangs on a customer and follows that customer's clock.</summary>
internal abstract class CustomerObject : StripeObject
{
    public string CustomerId { get; set; } = "";
}
