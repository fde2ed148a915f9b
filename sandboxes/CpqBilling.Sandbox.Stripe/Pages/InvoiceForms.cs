using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Stripe.Pages;

/// <summary>What a person can do with an invoice: pay it, let a card decline it, take it back, give money back.</summary>
internal static class InvoiceForms
{
    private const string NoAmount = "Give an amount above zero, as in 12.50.";

    public static async Task<IResult> DoAsync(SandboxState state, HttpContext http, string accountId, string id)
    {
        if (
            await PageCall.FormAsync(http) is not { } form
            || state.Accounts.FirstOrDefault(candidate => candidate.Id == accountId) is not { } account
        )
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        lock (account.Gate)
        {
            return account.Invoices.Find(id) is { } invoice
                ? PageCall.Back($"/accounts/{accountId}/invoices/{id}", Do(account, invoice, form))
                : Results.NotFound();
        }
    }

    /// <summary>What can be done with an invoice as it stands, with the words of its button.</summary>
    public static IReadOnlyList<(string Step, string Name)> Steps(Invoice invoice) =>
        invoice.Status switch
        {
            "draft" => [("finalize", "Finalise")],
            "open" => [("pay", "Pay by card"), ("decline", "Let the card decline"), ("elsewhere", "Paid elsewhere"), ("void", "Void")],
            "uncollectible" => [("pay", "Pay by card"), ("void", "Void")],
            _ => [],
        };

    private static string? Do(Account account, Invoice invoice, IFormCollection form)
    {
        var path = $"/v1/invoices/{invoice.Id}";
        return form["step"].ToString() switch
        {
            "finalize" => PageCall.Make(account, $"{path}/finalize"),
            "pay" => PageCall.Make(account, $"{path}/pay", ("payment_method", "pm_card_visa")),
            "decline" => PageCall.Make(account, $"{path}/pay", ("payment_method", "pm_card_chargeCustomerFail")),
            "elsewhere" => PageCall.Make(account, $"{path}/pay", ("paid_out_of_band", "true")),
            "void" => PageCall.Make(account, $"{path}/void"),
            "refund" => Amount(form, invoice) is { } amount ? Refund(account, invoice, amount) : NoAmount,
            "credit" => Amount(form, invoice) is { } amount ? Credit(account, invoice, amount) : NoAmount,
            _ => "Nothing is known by that name.",
        };
    }

    /// <summary>The amount in minor units.</summary>
    private static long? Amount(IFormCollection form, Invoice invoice)
    {
        var isNumber = decimal.TryParse(form["amount"], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount);
        var minor = isNumber ? amount * (decimal)Math.Pow(10, Currencies.MinorDigits(invoice.Currency)) : 0;
        return minor > 0 && minor <= InvoiceItemEndpoints.MostAmount && minor == decimal.Truncate(minor) ? (long)minor : null;
    }

    private static string? Refund(Account account, Invoice invoice, long amount)
    {
        var charge = account.Charges.OwnedBy(invoice.CustomerId).FirstOrDefault(charge => charge.InvoiceId == invoice.Id && charge.IsPaid);
        return charge is null
            ? "Nothing was paid by card, so nothing can be refunded."
            : PageCall.Make(account, "/v1/refunds", ("charge", charge.Id), ("amount", $"{amount}"));
    }

    /// <summary>What is owed no more needs no more words; what was paid goes to the customer's balance.</summary>
    private static string? Credit(Account account, Invoice invoice, long amount)
    {
        var paid = amount - Math.Min(amount, invoice.Status == "open" ? invoice.AmountRemaining : 0);
        return PageCall.Make(account, "/v1/credit_notes", ("invoice", invoice.Id), ("amount", $"{amount}"), ("credit_amount", $"{paid}"));
    }
}
