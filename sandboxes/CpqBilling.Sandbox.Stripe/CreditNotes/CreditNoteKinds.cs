namespace CpqBilling.Sandbox.Stripe.CreditNotes;

/// <summary>Credit notes as a kind of object.</summary>
internal static class CreditNoteKinds
{
    public static readonly Kind<CreditNote> CreditNote = new()
    {
        Name = "credit_note",
        Prefix = "cn_",
        Owner = note => note.InvoiceId,
        Fields = ["credit_note"],
        Render = (_, note) => CreditNoteJson.Render(note),
        Changes = note => note.Status == "issued",
    };

    extension(Account account)
    {
        public Table<CreditNote> CreditNotes => account.Table<CreditNote>();
    }
}
