namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>What is kept about the collection of an invoice: its payment intent, the charges of each attempt, what was paid elsewhere.</summary>
internal static class InvoiceCollection
{
    /// <summary>The open payment of a final invoice, with its payment intent; made when there is none.</summary>
    public static InvoicePayment Begin(Account account, Invoice invoice)
    {
        if (Open(account, invoice) is { } open)
        {
            return open;
        }

        var now = account.NowOf(invoice);
        var intent = account.Stamp(
            new PaymentIntent
            {
                CustomerId = invoice.CustomerId,
                InvoiceId = invoice.Id,
                Amount = invoice.AmountRemaining,
                Currency = invoice.Currency,
            },
            now
        );
        account.PaymentIntents.Add(intent);
        account.Events.Record("payment_intent.created", intent);
        return Add(account, invoice, intent.Amount, payment => payment.PaymentIntentId = intent.Id);
    }

    public static InvoicePayment? Open(Account account, Invoice invoice) =>
        account.InvoicePayments.OwnedBy(invoice.Id).FirstOrDefault(payment => payment.Status == "open");

    public static Charge Charge(Account account, PaymentIntent intent, PaymentMethod method, bool isPaid)
    {
        var charge = account.Stamp(
            new Charge
            {
                CustomerId = intent.CustomerId,
                InvoiceId = intent.InvoiceId,
                PaymentIntentId = intent.Id,
                Amount = intent.Amount,
                Currency = intent.Currency,
                Method = new PaymentMethod
                {
                    Id = method.Id,
                    CardName = method.CardName,
                    ExpiryMonth = method.ExpiryMonth,
                    ExpiryYear = method.ExpiryYear,
                    BillingDetails = method.BillingDetails?.DeepClone().AsObject(),
                },
                IsPaid = isPaid,
                Description = account.Invoices.Find(intent.InvoiceId)?.Number is { } number ? $"Payment for invoice {number}" : null,
            },
            account.NowOf(intent)
        );
        account.Charges.Add(charge);
        intent.LatestCharge = charge.Id;
        return charge;
    }

    public static void Settle(Account account, InvoicePayment payment)
    {
        (payment.Status, payment.AmountPaid, payment.PaidAt) = ("paid", payment.AmountRequested, account.NowOf(payment));
        account.Events.Record("invoice_payment.paid", payment);
    }

    /// <summary>Paid by other means; nothing moves here.</summary>
    public static void SettleOutOfBand(Account account, Invoice invoice)
    {
        // Recorded: what was paid elsewhere is not counted as paid, and stays in what remains.
        invoice.AmountPaidOffStripe = invoice.AmountRemaining;
        Cancel(account, invoice);
        var payment = Add(account, invoice, invoice.AmountPaidOffStripe, made => made.PaymentRecordId = account.Ids.Next("pr_"));
        (payment.Status, payment.AmountPaid, payment.PaidAt) = ("paid", payment.AmountRequested, account.NowOf(payment));
        InvoiceLife.MarkPaid(account, invoice);
    }

    /// <summary>Gives up what was not collected, because the invoice needs it no more.</summary>
    public static void Cancel(Account account, Invoice invoice)
    {
        if (Open(account, invoice) is not { } payment)
        {
            return;
        }

        (payment.Status, payment.CanceledAt) = ("canceled", account.NowOf(payment));
        var intent = account.PaymentIntents.Get(payment.PaymentIntentId!);
        (intent.Status, intent.CanceledAt, intent.CancellationReason) = ("canceled", payment.CanceledAt, "void_invoice");
        account.Events.Record("payment_intent.canceled", intent);
    }

    /// <summary>A customer is behind from the failure of a payment, or its due date, until an invoice is paid or written off.</summary>
    public static void MarkDelinquent(Account account, Invoice invoice, bool isDelinquent)
    {
        var customer = account.CustomerOf(invoice);
        if (customer.IsDelinquent != isDelinquent)
        {
            customer.IsDelinquent = isDelinquent;
            account.Events.RecordUpdate("customer.updated", customer);
        }
    }

    private static InvoicePayment Add(Account account, Invoice invoice, long amount, Action<InvoicePayment> fill)
    {
        var payment = new InvoicePayment
        {
            CustomerId = invoice.CustomerId,
            InvoiceId = invoice.Id,
            AmountRequested = amount,
            Currency = invoice.Currency,
        };
        fill(payment);
        account.InvoicePayments.Add(account.Stamp(payment, account.NowOf(invoice)));
        return payment;
    }
}
