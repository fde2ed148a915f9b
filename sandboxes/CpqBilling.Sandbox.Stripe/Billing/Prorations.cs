namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Credits for time paid but not used, and debits for time used but not paid, each a pending invoice item.</summary>
internal static class Prorations
{
    /// <summary>Credits what was charged for the item from the given moment on.</summary>
    public static void Credit(BillingRun run, SubscriptionItem item, long from)
    {
        if (run.Account.PriceOf(item).IsMetered || item.PeriodEnd <= from || run.Subscription.IsTrialing)
        {
            return;
        }

        if (run.Subscription.IsFlexible)
        {
            CreditDebits(run, item, from);
        }
        else
        {
            CreditCurrent(run, item, from);
        }
    }

    /// <summary>Charges the item, as it is now, for a part of its natural period.</summary>
    public static void Debit(BillingRun run, SubscriptionItem item, long from, long to)
    {
        var price = run.Account.PriceOf(item);
        if (price.IsMetered || to <= from || run.Subscription.IsTrialing)
        {
            return;
        }

        var (start, end) = Periods.Natural(run.Subscription, price, from);
        var made = Make(run, item, Exact.Share(FullNet(run, item), to - from, end - start), from, to);
        made.Description = Descriptions.Remaining(run.Account, price, made.Quantity, from);
        item.Debits.Add(
            new Debit
            {
                SourceId = made.Id,
                IsInvoiceItem = true,
                Amount = made.Amount,
                Start = from,
                End = to,
            }
        );
    }

    /// <summary>What the item costs for a whole period after the discounts in force.</summary>
    public static long FullNet(BillingRun run, SubscriptionItem item)
    {
        var (account, subscription) = (run.Account, run.Subscription);
        List<SubscriptionItem> licensed = [.. subscription.Items.Where(other => !account.PriceOf(other).IsMetered)];
        if (!licensed.Contains(item))
        {
            licensed.Add(item);
        }

        var lines = licensed.ConvertAll(other =>
        {
            var price = account.PriceOf(other);
            return new Discountable(LineAmount.Of(price, other.Quantity ?? 0), price.ProductId, true, InForce(account, other.Discounts, run.At));
        });
        Discounting.Apply(
            account,
            subscription.Currency,
            lines,
            InForce(account, subscription.Discounts, run.At),
            splitEvenly: !subscription.IsFlexible
        );
        return lines[licensed.IndexOf(item)].Remaining;
    }

    public static List<Discount> InForce(Account account, IEnumerable<string> discounts, long at) =>
        [.. discounts.Select(account.Discounts.Get).Where(discount => discount.IsInForce(at))];

    private static void CreditDebits(BillingRun run, SubscriptionItem item, long from)
    {
        foreach (var debit in item.Debits.Where(debit => debit.End > from).ToList())
        {
            var start = Math.Max(from, debit.Start);
            var amount = -Exact.Share(debit.Amount, debit.End - start, debit.End - debit.Start);
            if (amount != 0)
            {
                MakeCredit(run, item, amount, start, debit.End).Credited.Add(debit);
            }

            item.Debits.Remove(debit);
            if (start > run.At && start > debit.Start)
            {
                // Only the tail was given back; what comes before it may still be credited later.
                item.Debits.Add(
                    new Debit
                    {
                        SourceId = debit.SourceId,
                        InvoiceId = debit.InvoiceId,
                        LineId = debit.LineId,
                        IsInvoiceItem = debit.IsInvoiceItem,
                        Amount = debit.Amount + amount,
                        Start = debit.Start,
                        End = start,
                    }
                );
            }
        }
    }

    private static void CreditCurrent(BillingRun run, SubscriptionItem item, long from)
    {
        var (start, end) = Periods.Natural(run.Subscription, run.Account.PriceOf(item), from);
        var amount = -Exact.Share(FullNet(run, item), item.PeriodEnd - from, end - start);
        if (amount != 0)
        {
            MakeCredit(run, item, amount, from, item.PeriodEnd);
        }
    }

    private static InvoiceItem MakeCredit(BillingRun run, SubscriptionItem item, long amount, long from, long to)
    {
        var made = Make(run, item, amount, from, to);
        made.Description = Descriptions.Unused(run.Account, run.Account.PriceOf(item), made.Quantity, from);
        return made;
    }

    private static InvoiceItem Make(BillingRun run, SubscriptionItem item, long amount, long from, long to)
    {
        var price = run.Account.PriceOf(item);
        var made = run.Account.Stamp(
            new InvoiceItem
            {
                CustomerId = run.Subscription.CustomerId,
                SubscriptionId = run.Subscription.Id,
                SubscriptionItemId = item.Id,
                Amount = amount,
                Currency = run.Subscription.Currency,
                PriceId = price.Id,
                ProductId = price.ProductId,
                UnitAmount = price.UnitAmount,
                Quantity = item.Quantity ?? 0,
                PeriodStart = from,
                PeriodEnd = to,
                IsProration = true,
                IsDiscountable = false,
                Metadata = new(run.Subscription.Metadata),
            },
            run.At
        );
        run.NewItems.Add(made);
        return made;
    }
}
