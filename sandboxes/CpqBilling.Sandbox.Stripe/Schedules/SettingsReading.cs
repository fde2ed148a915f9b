namespace CpqBilling.Sandbox.Stripe.Schedules;

/// <summary>Reads the settings that a phase and <c>default_settings</c> have in common.</summary>
internal static class SettingsReading
{
    public static void Fill(Account account, CollectionSettings settings, Parameters form)
    {
        settings.BillingCycleAnchor = form.Text("billing_cycle_anchor") ?? settings.BillingCycleAnchor;
        settings.CollectionMethod = form.Text("collection_method") ?? settings.CollectionMethod;
        if (form.Text("collection_method") == "charge_automatically")
        {
            // The days belong to the method that is left.
            settings.DaysUntilDue = null;
        }

        settings.DefaultPaymentMethod = form.IsUnset("default_payment_method")
            ? null
            : account.PaymentMethods.Named(form, "default_payment_method", "payment method")?.Id ?? settings.DefaultPaymentMethod;
        settings.Description = form.Has("description") ? form.Text("description") : settings.Description;
        settings.BillingThresholds = TypedJson.Of<Sdk.SubscriptionSchedulePhaseOptions>(form, "billing_thresholds") ?? settings.BillingThresholds;
        settings.AutomaticTax = form.Stored("automatic_tax") ?? settings.AutomaticTax;
        settings.OnBehalfOf = form.Text("on_behalf_of") ?? settings.OnBehalfOf;
        settings.TransferData = form.Stored("transfer_data") ?? settings.TransferData;
        settings.ApplicationFeePercent = form.Exact("application_fee_percent") ?? settings.ApplicationFeePercent;
        if (form.Map("invoice_settings") is { } invoice)
        {
            FillInvoice(settings, invoice);
        }
    }

    /// <summary>Invoices that are sent need a due date, others must not have one.</summary>
    public static void CheckDueDays(string method, long? days, string param)
    {
        if (method == "send_invoice" && days is null)
        {
            throw Errors.Refused("You must specify `days_until_due` if the collection method is 'send_invoice'.", param);
        }

        if (method != "send_invoice" && days is not null)
        {
            throw Errors.Refused("You can only specify 'due_date' or 'days_until_due' if invoice collection method is 'send_invoice'.", param);
        }
    }

    private static void FillInvoice(CollectionSettings settings, Parameters form)
    {
        settings.HasInvoiceSettings = true;
        settings.DaysUntilDue = form.Has("days_until_due") ? form.Whole("days_until_due") : settings.DaysUntilDue;
        settings.AccountTaxIds = form.Stored("account_tax_ids") ?? settings.AccountTaxIds;
        settings.InvoiceCustomFields = form.Stored("custom_fields") ?? settings.InvoiceCustomFields;
        settings.InvoiceDescription = form.Text("description") ?? settings.InvoiceDescription;
        settings.InvoiceFooter = form.Text("footer") ?? settings.InvoiceFooter;
        if (form.List("custom_fields").Count > 4)
        {
            throw Errors.Refused("You may specify at most 4 custom fields.", form.PathOf("custom_fields"));
        }
    }
}
