namespace CpqBilling.Sandbox.Stripe.Tests.CreditNotes;

/// <summary>Credit notes take first what is still owed, and give the rest back as asked.</summary>
[Collection(SandboxTests.Name)]
public sealed class CreditNoteTests(SandboxFixture fixture)
{
    [Fact]
    public async Task OpenInvoice_OwesLessUntilTheNoteIsVoided()
    {
        using var world = await World.StartAsync(fixture);
        var invoice = await InvoiceAsync(world, "collection_method=send_invoice&days_until_due=30");
        var note = await world.PostAsync("/v1/credit_notes", $"invoice={invoice}&amount=1000&reason=order_change&memo=Sorry");
        Assert.Equal(
            ("pre_payment", 1000, 1000, 0, "order_change"),
            ((string?)note["type"], (int)note["total"]!, (int)note["pre_payment_amount"]!, (int)note["post_payment_amount"]!, (string?)note["reason"])
        );
        Assert.EndsWith("-0001-CN-01", (string?)note["number"], StringComparison.Ordinal);
        Assert.Equal("open 2000 2000 1000 3000", await OwedAsync(world, invoice));
        await world.PostAsync($"/v1/credit_notes/{note["id"]}/void");
        Assert.Equal("open 3000 3000 0 3000", await OwedAsync(world, invoice));
        await world.PostAsync("/v1/credit_notes", $"invoice={invoice}&amount=3000");
        Assert.Equal("paid 0 0 3000 3000", await OwedAsync(world, invoice));
        Assert.Equal(2, (await world.GetAsync("/v1/credit_notes", $"invoice={invoice}"))["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task WaitingPayment_AsksForWhatIsLeft()
    {
        using var world = await World.StartAsync(fixture);
        var invoice = await InvoiceAsync(world, "auto_advance=false");
        await world.PostAsync("/v1/credit_notes", $"invoice={invoice}&amount=1000");
        await world.PostAsync($"/v1/invoices/{invoice}/pay", "payment_method=pm_card_visa");
        var charges = await world.GetAsync("/v1/charges", $"customer={world.Customer}");
        Assert.Equal(2000, (int)charges["data"]![0]!["amount"]!);
        Assert.Equal("paid 2000 0 1000 3000", await OwedAsync(world, invoice));
    }

    [Fact]
    public async Task PaidInvoice_IsRefundedAndCredited()
    {
        using var world = await World.StartAsync(fixture);
        var invoice = await InvoiceAsync(world, $"discounts[0][coupon]={await world.CouponAsync("percent_off=10")}");
        await world.PostAsync($"/v1/invoices/{invoice}/pay", "payment_method=pm_card_visa");
        var line = (await world.GetAsync($"/v1/invoices/{invoice}/lines"))["data"]![0]!["id"];
        var lines = $"lines[0][type]=invoice_line_item&lines[0][invoice_line_item]={line}&lines[0][amount]=1000";
        var preview = await world.GetAsync("/v1/credit_notes/preview", $"invoice={invoice}&{lines}&credit_amount=900");
        Assert.Equal((1000, 100, 900), ((int)preview["subtotal"]!, (int)preview["discount_amount"]!, (int)preview["total"]!));
        var note = await world.PostAsync("/v1/credit_notes", $"invoice={invoice}&{lines}&refund_amount=400&credit_amount=500");
        Assert.Equal(("post_payment", 900), ((string?)note["type"], (int)note["post_payment_amount"]!));
        Assert.Equal(400, (int)(await world.GetAsync($"/v1/refunds/{note["refunds"]![0]!["refund"]}"))["amount"]!);
        Assert.Equal(-500, (int)(await world.CustomerAsync())["balance"]!);
        Assert.Equal(900, (int)(await world.GetAsync($"/v1/invoices/{invoice}"))["post_payment_credit_notes_amount"]!);
        Assert.Equal(["credit_note.created"], await world.EventsAsync("credit_note.*"));
    }

    [Fact]
    public async Task WhatDoesNotAddUp_IsRefused()
    {
        using var world = await World.StartAsync(fixture);
        var invoice = await InvoiceAsync(world, "collection_method=send_invoice&days_until_due=30");
        Assert.Equal("amount", (await world.RefusedAsync("/v1/credit_notes", $"invoice={invoice}&amount=3001&credit_amount=1")).Param);
        await world.PostAsync($"/v1/invoices/{invoice}/pay", "paid_out_of_band=true");
        Assert.StartsWith(
            "The sum of credit amount, refund amount and out of band amount",
            (await world.RefusedAsync("/v1/credit_notes", $"invoice={invoice}&amount=1000&credit_amount=900")).Message,
            StringComparison.Ordinal
        );
        Assert.Equal("refund_amount", (await world.RefusedAsync("/v1/credit_notes", $"invoice={invoice}&amount=1000&refund_amount=1000")).Param);
        var draft = (await world.PostAsync("/v1/invoices", $"customer={world.Customer}"))["id"];
        Assert.Equal("invoice", (await world.RefusedAsync("/v1/credit_notes", $"invoice={draft}&amount=1")).Param);
        Assert.Empty((await world.GetAsync("/v1/credit_notes", $"customer={world.Customer}"))["data"]!.AsArray());
    }

    /// <summary>A final invoice of 3,000.</summary>
    private static async Task<string> InvoiceAsync(World world, string form)
    {
        await world.PostAsync("/v1/invoiceitems", $"customer={world.Customer}&amount=3000&currency=usd");
        var invoice = (string)
            (await world.PostAsync("/v1/invoices", $"customer={world.Customer}&pending_invoice_items_behavior=include&{form}"))["id"]!;
        await world.PostAsync($"/v1/invoices/{invoice}/finalize", "auto_advance=false");
        return invoice;
    }

    /// <summary>Status, amount due, what remains of it, what notes took off before payment, and the total.</summary>
    private static async Task<string> OwedAsync(World world, string id)
    {
        var invoice = await world.GetAsync($"/v1/invoices/{id}");
        return $"{invoice["status"]} {invoice["amount_due"]} {invoice["amount_remaining"]} {invoice["pre_payment_credit_notes_amount"]} {invoice["total"]}";
    }
}
