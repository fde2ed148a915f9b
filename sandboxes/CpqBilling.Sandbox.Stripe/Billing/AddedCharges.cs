namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Turns an added item of a phase or subscription into an invoice item.</summary>
internal static class AddedCharges
{
    public static InvoiceItem Make(BillingRun run, AddedItem added, long phaseStart, long phaseEnd)
    {
        var (account, subscription) = (run.Account, run.Subscription);
        var price = account.Prices.Get(added.PriceId).In(subscription.Currency);
        var starts = subscription.Items.Select(item => item.PeriodStart);
        var ends = subscription.Items.Select(item => item.PeriodEnd);
        var start = added.StartType switch
        {
            "phase_start" => phaseStart,
            "timestamp" => added.StartAt!.Value,
            "now" => run.At,
            _ => starts.DefaultIfEmpty(run.At).Max(),
        };
        var end = added.EndType switch
        {
            "phase_end" => phaseEnd,
            "timestamp" => added.EndAt!.Value,
            _ => ends.DefaultIfEmpty(start).Min(),
        };
        var amount = LineAmount.Of(price, added.Quantity);
        var item = account.Stamp(
            new InvoiceItem
            {
                CustomerId = subscription.CustomerId,
                SubscriptionId = subscription.Id,
                Amount = amount,
                Currency = price.Currency,
                PriceId = price.Id,
                ProductId = price.ProductId,
                UnitAmount = price.UnitAmount,
                Quantity = added.Quantity,
                PeriodStart = start,
                PeriodEnd = Math.Max(start, end),
                Description = Descriptions.Product(account, price),
                IsDiscountable = added.IsDiscountable && amount >= 0,
                Metadata = new(added.Metadata),
                TaxRates = added.TaxRates,
            },
            run.At
        );
        var owner = new DiscountOwner(subscription.CustomerId, InvoiceItemId: item.Id);
        item.Discounts = Redemption.Redeem(account, added.Discounts, [], owner, run.RedeemsAt);
        return item;
    }
}
