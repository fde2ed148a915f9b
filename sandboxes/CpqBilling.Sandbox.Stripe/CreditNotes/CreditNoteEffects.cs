namespace CpqBilling.Sandbox.Stripe.CreditNotes;

/// <summary>What issuing and voiding a credit note do to its invoice, its customer and its charge.</summary>
internal static class CreditNoteEffects
{
    public static void Issue(Account account, Invoice invoice, CreditNote note)
    {
        // Refused before anything is kept: there may be no charge to give back.
        var charge = note.Refunded > 0 ? ChargeOf(account, invoice, note.Refunded) : null;
        account.CreditNotes.Add(note);
        invoice.PrePaymentCredits += note.PrePayment;
        invoice.PostPaymentCredits += note.PostPayment;
        invoice.AmountDue -= note.PrePayment;
        if (charge is not null)
        {
            note.RefundId = RefundEndpoints.Make(account, charge, note.Refunded, null).Id;
        }

        if (note.Credited > 0)
        {
            GiveCredit(account, invoice, note);
        }

        account.Events.Record("credit_note.created", note);
        if (invoice.Status == "open" && invoice.AmountRemaining == 0)
        {
            InvoiceCollection.Cancel(account, invoice);
            InvoiceLife.MarkPaid(account, invoice);
            return;
        }

        Ask(account, invoice);
        account.Events.RecordUpdate("invoice.updated", invoice);
    }

    public static void Void(Account account, Invoice invoice, CreditNote note)
    {
        (note.Status, note.VoidedAt) = ("void", account.NowOf(invoice));
        invoice.PrePaymentCredits -= note.PrePayment;
        invoice.AmountDue += note.PrePayment;
        Ask(account, invoice);
        account.Events.Record("credit_note.voided", note);
        account.Events.RecordUpdate("invoice.updated", invoice);
    }

    /// <summary>A payment that waits asks for what is owed now.</summary>
    private static void Ask(Account account, Invoice invoice)
    {
        if (InvoiceCollection.Open(account, invoice) is { PaymentIntentId: { } id } payment)
        {
            payment.AmountRequested = invoice.AmountRemaining;
            account.PaymentIntents.Get(id).Amount = invoice.AmountRemaining;
        }
    }

    private static Charge ChargeOf(Account account, Invoice invoice, long amount) =>
        account
            .Charges.OwnedBy(invoice.CustomerId)
            .FirstOrDefault(charge => charge.InvoiceId == invoice.Id && charge.IsPaid && charge.Amount - charge.AmountRefunded >= amount)
        ?? throw Errors.Refused("The invoice has no payment of which so much can be refunded.", "refund_amount");

    private static void GiveCredit(Account account, Invoice invoice, CreditNote note)
    {
        var customer = account.CustomerOf(invoice);
        var transaction = BalanceTransactionEndpoints.Record(account, customer, -note.Credited, note.Currency, "credit_note", invoice.Id);
        transaction.CreditNoteId = note.Id;
        note.TransactionId = transaction.Id;
        account.Events.RecordUpdate("customer.updated", customer);
    }
}
