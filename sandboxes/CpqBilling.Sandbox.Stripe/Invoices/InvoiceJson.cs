namespace CpqBilling.Sandbox.Stripe.Invoices;

internal static class InvoiceJson
{
    private const int LinesShown = 10;
    private static readonly Fragment NoTax = new("""{"disabled_reason":null,"enabled":false,"liability":null,"provider":null,"status":null}""");
    private static readonly Fragment Self = new("""{"type":"self"}""");
    private static readonly Fragment PaymentDefaults = new("""{"default_mandate":null,"payment_method_options":null,"payment_method_types":null}""");

    public static JsonObject Render(Account account, Invoice invoice)
    {
        var isFinal = invoice.Status != "draft";
        var form = new JsonObject
        {
            ["id"] = invoice.Id,
            ["object"] = "invoice",
            ["account_country"] = "US",
            ["account_name"] = "Sandbox",
            ["account_tax_ids"] = null,
            ["amount_due"] = invoice.AmountDue,
            ["amount_overpaid"] = 0,
            ["amount_paid"] = invoice.AmountPaid,
            ["amount_paid_off_stripe"] = invoice.AmountPaidOffStripe,
            ["amount_remaining"] = invoice.AmountRemaining,
            ["amount_shipping"] = 0,
            ["application"] = null,
            ["attempt_count"] = invoice.AttemptCount,
            ["attempted"] = invoice.Attempted,
            ["auto_advance"] = invoice.AutoAdvance,
            ["automatic_tax"] = NoTax.New(),
            ["automatically_finalizes_at"] = invoice.AutomaticallyFinalizesAt,
            ["billing_reason"] = invoice.BillingReason,
            ["collection_method"] = invoice.CollectionMethod,
            ["created"] = invoice.Created,
            ["currency"] = invoice.Currency,
            ["custom_fields"] = invoice.CustomFields?.DeepClone(),
            ["customer"] = invoice.CustomerId,
            ["customer_account"] = null,
            ["default_payment_method"] = invoice.DefaultPaymentMethod,
            ["default_source"] = null,
            ["default_tax_rates"] = new JsonArray(),
            ["description"] = invoice.Description,
            ["discounts"] = JsonText.Texts(invoice.Discounts),
            ["due_date"] = invoice.DueDate,
            ["effective_at"] = invoice.EffectiveAt,
            ["ending_balance"] = invoice.EndingBalance,
            ["footer"] = invoice.Footer,
            ["from_invoice"] = null,
            ["hosted_invoice_url"] = isFinal ? $"https://invoice.example/i/{invoice.Id}" : null,
            ["invoice_pdf"] = isFinal ? $"https://invoice.example/i/{invoice.Id}/pdf" : null,
            ["issuer"] = Self.New(),
            ["last_finalization_error"] = null,
            ["latest_revision"] = null,
            ["lines"] = Lines(account, invoice),
            ["livemode"] = false,
            ["metadata"] = JsonText.Metadata(invoice.Metadata),
            ["next_payment_attempt"] = NextAttempt(invoice),
            ["number"] = invoice.Number,
            ["on_behalf_of"] = null,
            ["parent"] = Parent(invoice),
            ["payment_settings"] = PaymentSettings(invoice),
            ["period_end"] = invoice.PeriodEnd,
            ["period_start"] = invoice.PeriodStart,
            ["post_payment_credit_notes_amount"] = invoice.PostPaymentCredits,
            ["pre_payment_credit_notes_amount"] = invoice.PrePaymentCredits,
            ["receipt_number"] = null,
            ["rendering"] = Rendering(invoice),
            ["shipping_cost"] = null,
            ["shipping_details"] = null,
            ["starting_balance"] = invoice.StartingBalance,
            ["statement_descriptor"] = invoice.StatementDescriptor,
            ["status"] = invoice.Status,
            ["status_transitions"] = new JsonObject
            {
                ["finalized_at"] = invoice.FinalizedAt,
                ["marked_uncollectible_at"] = invoice.MarkedUncollectibleAt,
                ["paid_at"] = invoice.PaidAt,
                ["voided_at"] = invoice.VoidedAt,
            },
            ["subtotal"] = invoice.Subtotal,
            ["subtotal_excluding_tax"] = invoice.Subtotal,
            ["test_clock"] = account.CustomerOf(invoice).TestClockId,
            ["total"] = invoice.Total,
            ["total_discount_amounts"] = DiscountTotals(invoice),
            ["total_excluding_tax"] = invoice.Total,
            ["total_pretax_credit_amounts"] = new JsonArray(),
            ["total_taxes"] = new JsonArray(),
            ["webhooks_delivered_at"] = invoice.FinalizedAt,
        };
        if (invoice.Status == "uncollectible")
        {
            form["status_details"] = new JsonObject { ["uncollectible"] = new JsonObject { ["reason"] = "user_forgiven" } };
        }

        foreach (var (name, value) in invoice.CustomerSnapshot ?? CustomerFields(account.CustomerOf(invoice)))
        {
            form[name] = value?.DeepClone();
        }

        return form;
    }

    public static JsonObject Payments(Account account, Invoice invoice) =>
        JsonText.List("/v1/invoice_payments", JsonText.Array(account.InvoicePayments.OwnedBy(invoice.Id), InvoicePaymentJson.Render));

    /// <summary>Null while nothing is being collected.</summary>
    public static JsonObject? ConfirmationSecret(Account account, Invoice invoice) =>
        account.InvoicePayments.OwnedBy(invoice.Id).LastOrDefault(payment => payment.PaymentIntentId is not null) is { } payment
            ? new()
            {
                ["client_secret"] = PaymentIntentJson.ClientSecret(account.PaymentIntents.Get(payment.PaymentIntentId!)),
                ["type"] = "payment_intent",
            }
            : null;

    /// <summary>What an invoice shows of its customer; frozen when it is finalised.</summary>
    public static JsonObject CustomerFields(Customer customer) =>
        new()
        {
            ["customer_address"] = customer.Address?.DeepClone(),
            ["customer_email"] = customer.Email,
            ["customer_name"] = customer.Name,
            ["customer_phone"] = customer.Phone,
            ["customer_shipping"] = CustomerJson.Shipping(customer),
            ["customer_tax_exempt"] = customer.TaxExempt,
            ["customer_tax_ids"] = new JsonArray(),
        };

    private static JsonObject Lines(Account account, Invoice invoice)
    {
        var lines = TierLines.Of(account, invoice);
        return JsonText.List(
            $"/v1/invoices/{invoice.Id}/lines",
            JsonText.Array(lines.Take(LinesShown), line => InvoiceLineJson.Render(invoice, line)),
            lines.Count > LinesShown
        );
    }

    private static JsonObject PaymentSettings(Invoice invoice)
    {
        var settings = PaymentDefaults.New();
        foreach (var (name, value) in invoice.PaymentSettings?.AsObject() ?? [])
        {
            settings[name] = value?.DeepClone();
        }

        return settings;
    }

    private static JsonObject? Rendering(Invoice invoice)
    {
        if (invoice.Rendering is not JsonObject asked)
        {
            return null;
        }

        var rendering = new JsonObject
        {
            ["amount_tax_display"] = null,
            ["pdf"] = null,
            ["template"] = null,
            ["template_version"] = null,
        };
        foreach (var (name, value) in asked)
        {
            rendering[name] = value?.DeepClone();
        }

        return rendering;
    }

    private static long? NextAttempt(Invoice invoice) =>
        invoice is { Status: "draft", CollectionMethod: "charge_automatically", AutoAdvance: true }
            ? invoice.AutomaticallyFinalizesAt
            : invoice.NextPaymentAttempt;

    private static JsonObject? Parent(Invoice invoice) =>
        invoice.SubscriptionId is null
            ? null
            : new JsonObject
            {
                ["quote_details"] = null,
                ["subscription_details"] = new JsonObject
                {
                    ["metadata"] = JsonText.Metadata(invoice.SubscriptionMetadata ?? []),
                    ["subscription"] = invoice.SubscriptionId,
                },
                ["type"] = "subscription_details",
            };

    private static JsonArray DiscountTotals(Invoice invoice) =>
        JsonText.Array(
            invoice.Lines.SelectMany(line => line.DiscountAmounts).GroupBy(taken => taken.DiscountId),
            group => new JsonObject { ["amount"] = group.Sum(taken => taken.Amount), ["discount"] = group.Key }
        );
}

internal static class InvoiceLineJson
{
    public static JsonObject Render(Invoice invoice, InvoiceLine line) =>
        new()
        {
            ["id"] = line.Id,
            ["object"] = "line_item",
            ["amount"] = line.Amount,
            ["currency"] = invoice.Currency,
            ["description"] = line.Description,
            ["discount_amounts"] = JsonText.Array(
                line.DiscountAmounts,
                taken => new JsonObject { ["amount"] = taken.Amount, ["discount"] = taken.DiscountId }
            ),
            ["discountable"] = line.IsDiscountable,
            ["discounts"] = JsonText.Texts(line.Discounts),
            ["invoice"] = invoice.Id,
            ["livemode"] = false,
            ["metadata"] = Metadata(invoice, line),
            ["parent"] = Parent(line),
            ["period"] = new JsonObject { ["end"] = line.PeriodEnd, ["start"] = line.PeriodStart },
            ["pretax_credit_amounts"] = new JsonArray(),
            ["pricing"] = InvoiceItemJson.Pricing(line.PriceId, line.ProductId, line.UnitAmount),
            ["quantity"] = line.Quantity is { } quantity ? (long)quantity : null,
            ["quantity_decimal"] = JsonText.Plain(line.Quantity),
            ["subscription"] = line.SubscriptionId,
            ["subtotal"] = line.Amount,
            ["taxes"] = new JsonArray(),
        };

    /// <summary>A line for a period shows the subscription's metadata, and over it what was written on the line itself.</summary>
    private static JsonObject Metadata(Invoice invoice, InvoiceLine line)
    {
        var metadata = JsonText.Metadata(line.Kind == LineKind.InvoiceItem ? [] : invoice.SubscriptionMetadata ?? []);
        foreach (var (key, value) in line.Metadata)
        {
            metadata[key] = value;
        }

        return metadata;
    }

    /// <summary>The lines of an earlier invoice that a credit gives back.</summary>
    private static JsonObject? Credited(List<Debit> debits)
    {
        var invoiced = debits.Where(debit => debit.InvoiceId is not null && (!debit.IsInvoiceItem || debit.LineId is not null)).ToList();
        return invoiced.Count == 0
            ? null
            : new JsonObject
            {
                ["invoice"] = invoiced[0].InvoiceId,
                ["invoice_line_items"] = JsonText.Texts(invoiced.Select(debit => debit.LineId ?? debit.SourceId)),
            };
    }

    private static JsonObject? Parent(InvoiceLine line)
    {
        var isOfItem = line.Kind != LineKind.InvoiceItem || (line.SubscriptionItemId is not null && line.SubscriptionId is not null);
        var details = new JsonObject
        {
            ["invoice_item"] = line.InvoiceItemId,
            ["proration"] = line.IsProration,
            ["proration_details"] = new JsonObject { ["credited_items"] = Credited(line.Credited) },
            ["subscription"] = line.SubscriptionId,
        };
        if (isOfItem)
        {
            details["subscription_item"] = line.SubscriptionItemId;
        }

        return new JsonObject
        {
            ["invoice_item_details"] = isOfItem ? null : details,
            ["subscription_item_details"] = isOfItem ? details : null,
            ["type"] = isOfItem ? "subscription_item_details" : "invoice_item_details",
        };
    }
}

internal static class InvoicePaymentJson
{
    public static JsonObject Render(InvoicePayment payment) =>
        new()
        {
            ["id"] = payment.Id,
            ["object"] = "invoice_payment",
            ["amount_paid"] = payment.AmountPaid,
            ["amount_requested"] = payment.AmountRequested,
            ["created"] = payment.Created,
            ["currency"] = payment.Currency,
            ["invoice"] = payment.InvoiceId,
            ["is_default"] = true,
            ["livemode"] = false,
            ["payment"] = payment.PaymentIntentId is { } intent
                ? new JsonObject { ["payment_intent"] = intent, ["type"] = "payment_intent" }
                : new JsonObject { ["payment_record"] = payment.PaymentRecordId, ["type"] = "payment_record" },
            ["status"] = payment.Status,
            ["status_transitions"] = new JsonObject { ["canceled_at"] = payment.CanceledAt, ["paid_at"] = payment.PaidAt },
        };
}
