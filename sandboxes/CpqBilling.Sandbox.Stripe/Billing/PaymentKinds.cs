namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>What collects money, as kinds of objects.</summary>
internal static class PaymentKinds
{
    public static readonly Kind<PaymentIntent> PaymentIntent = new()
    {
        Name = "payment_intent",
        Prefix = "pi_",
        Owner = intent => intent.CustomerId,
        Fields = ["payment_intent"],
        Render = PaymentIntentJson.Render,
        Changes = intent => intent.Status is not ("succeeded" or "canceled"),
    };

    public static readonly Kind<Charge> Charge = new()
    {
        Name = "charge",
        Prefix = "ch_",
        Owner = charge => charge.CustomerId,
        Fields = ["charge", "latest_charge"],
        Render = ChargeJson.Render,
        OnRequest = new Dictionary<string, Func<Account, Charge, JsonNode?>> { ["refunds"] = RefundJson.OfCharge },
    };

    public static readonly Kind<Refund> Refund = new()
    {
        Name = "refund",
        Prefix = "re_",
        Owner = refund => refund.ChargeId,
        Fields = ["refund"],
        Render = (_, refund) => RefundJson.Render(refund),
    };

    public static readonly Kind<SetupIntent> SetupIntent = new()
    {
        Name = "setup_intent",
        Prefix = "seti_",
        Owner = intent => intent.CustomerId,
        Fields = ["setup_intent"],
        Render = SetupIntentJson.Render,
        Changes = intent => !intent.IsOver,
    };

    extension(Account account)
    {
        public Table<SetupIntent> SetupIntents => account.Table<SetupIntent>();

        public Table<PaymentIntent> PaymentIntents => account.Table<PaymentIntent>();

        public Table<Charge> Charges => account.Table<Charge>();

        public Table<Refund> Refunds => account.Table<Refund>();
    }
}
