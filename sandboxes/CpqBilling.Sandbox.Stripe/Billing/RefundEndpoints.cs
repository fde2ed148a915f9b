namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Gives charges back, in whole or in part.</summary>
internal static class RefundEndpoints
{
    private static readonly string[] Kept = ["charge", "payment_intent", "amount", "reason", "metadata", "expand"];

    public static void Map(RouteTable routes) =>
        routes
            .Post(
                "/v1/refunds",
                () =>
                    ParameterShape
                        .Of<Sdk.RefundCreateOptions>()
                        .OneOf("reason", "duplicate", "fraudulent", "requested_by_customer")
                        .Between("amount", 1, InvoiceItemEndpoints.MostAmount),
                Create
            )
            .Get("/v1/refunds", () => ParameterShape.Of<Sdk.RefundListOptions>(), List)
            .Get("/v1/refunds/{id}", call => RefundJson.Render(call.Account.Refunds.InPath(call.Id, "refund")))
            .Post("/v1/refunds/{id}", () => ParameterShape.Of<Sdk.RefundUpdateOptions>(), Update);

    /// <summary>Gives back a part of a charge that is known to have so much left.</summary>
    public static Refund Make(Account account, Charge charge, long amount, string? reason)
    {
        charge.AmountRefunded += amount;
        var refund = account.Stamp(
            new Refund
            {
                CustomerId = charge.CustomerId,
                ChargeId = charge.Id,
                PaymentIntentId = charge.PaymentIntentId,
                Amount = amount,
                Currency = charge.Currency,
                Reason = reason,
            },
            account.NowOf(charge)
        );
        account.Refunds.Add(refund);
        account.Events.Record("refund.created", refund);
        account.Events.Record("charge.refunded", charge);
        return refund;
    }

    private static JsonObject Create(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        Unkept.Refuse(form, Kept);
        var charge = account.Writable(ChargeOf(account, form));
        if (!charge.IsPaid)
        {
            throw Errors.Refused($"Charge {charge.Id} has not been paid, so nothing can be refunded.", "charge");
        }

        var left = charge.Amount - charge.AmountRefunded;
        if (left == 0)
        {
            throw Errors.Refused($"Charge {charge.Id} has already been refunded.", "charge", "charge_already_refunded");
        }

        var amount = form.Whole("amount") ?? left;
        if (amount > left)
        {
            var words =
                $"Refund amount ({Currencies.Display(amount, charge.Currency)}) is greater than unrefunded amount on charge ({Currencies.Display(left, charge.Currency)})";
            throw Errors.Refused(words, "amount");
        }

        var refund = Make(account, charge, amount, form.Text("reason"));
        refund.Metadata = MetadataRules.Read(form);
        return RefundJson.Render(refund);
    }

    private static Charge ChargeOf(Account account, Parameters form)
    {
        form.RefuseTogether("charge", "payment_intent");
        if (account.Charges.Named(form, "charge", "charge") is { } charge)
        {
            return charge;
        }

        var intent = account.PaymentIntents.Named(form, "payment_intent", "payment_intent") ?? throw Errors.Missing("charge");
        return account.Charges.Find(intent.LatestCharge)
            ?? throw Errors.Refused($"This PaymentIntent ({intent.Id}) does not have a successful charge to refund.", "payment_intent");
    }

    private static JsonObject Update(ApiCall call)
    {
        var refund = call.Account.Refunds.InPath(call.Id, "refund");
        MetadataRules.Merge(refund.Metadata, call.Form);
        call.Account.Events.Record("refund.updated", refund);
        return RefundJson.Render(refund);
    }

    private static JsonObject List(ApiCall call)
    {
        var (form, page) = (call.Form, call.Page);
        var intent = form.Text("payment_intent");
        return page.Of(
            call.Account.Refunds.All.Where(refund =>
                page.Equal("charge", refund.ChargeId) && (intent is null || refund.PaymentIntentId == intent) && page.Fits("created", refund.Created)
            ),
            RefundJson.Render
        );
    }
}
