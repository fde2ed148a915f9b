namespace CpqBilling.Sandbox.Stripe.Schedules;

internal static class ScheduleJson
{
    public static JsonObject Render(Account account, Schedule schedule) =>
        new()
        {
            ["id"] = schedule.Id,
            ["object"] = "subscription_schedule",
            ["application"] = null,
            ["billing_mode"] = BillingModeJson.Render(schedule.IsFlexible, schedule.ProrationDiscounts),
            ["canceled_at"] = schedule.CanceledAt,
            ["completed_at"] = schedule.CompletedAt,
            ["created"] = schedule.Created,
            ["current_phase"] = schedule is { Status: "active", Running: { } running }
                ? new JsonObject { ["end_date"] = running.End, ["start_date"] = running.Start }
                : null,
            ["customer"] = schedule.CustomerId,
            ["customer_account"] = null,
            ["default_settings"] = Defaults(schedule.Defaults),
            ["end_behavior"] = schedule.EndBehavior,
            ["livemode"] = false,
            ["metadata"] = JsonText.Metadata(schedule.Metadata),
            ["pause_schedules"] = new JsonArray(),
            ["phases"] = JsonText.Array(schedule.Phases, Phase),
            ["released_at"] = schedule.ReleasedAt,
            ["released_subscription"] = schedule.ReleasedSubscription,
            ["status"] = schedule.Status,
            ["subscription"] = schedule.SubscriptionId,
            ["test_clock"] = account.CustomerOf(schedule).TestClockId,
        };

    public static JsonArray Choices(IReadOnlyList<DiscountChoice> discounts) =>
        JsonText.Array(
            discounts,
            choice => new JsonObject
            {
                ["coupon"] = choice.Coupon,
                ["discount"] = choice.Discount,
                ["promotion_code"] = choice.PromotionCode,
            }
        );

    private static JsonObject Defaults(CollectionSettings defaults) =>
        new()
        {
            ["application_fee_percent"] = defaults.ApplicationFeePercent is { } percent ? JsonValue.Create(percent) : null,
            ["automatic_tax"] = new JsonObject
            {
                ["disabled_reason"] = null,
                ["enabled"] = IsTaxed(defaults),
                ["liability"] = null,
            },
            ["billing_cycle_anchor"] = defaults.BillingCycleAnchor ?? "automatic",
            ["billing_thresholds"] = defaults.BillingThresholds?.DeepClone(),
            ["collection_method"] = defaults.CollectionMethod,
            ["default_payment_method"] = defaults.DefaultPaymentMethod,
            ["description"] = defaults.Description,
            ["invoice_settings"] = InvoiceSettings(defaults),
            ["on_behalf_of"] = defaults.OnBehalfOf,
            ["transfer_data"] = defaults.TransferData?.DeepClone(),
        };

    private static JsonObject InvoiceSettings(CollectionSettings settings) =>
        new()
        {
            ["account_tax_ids"] = settings.AccountTaxIds?.DeepClone(),
            ["custom_fields"] = settings.InvoiceCustomFields?.DeepClone(),
            ["days_until_due"] = settings.DaysUntilDue,
            ["description"] = settings.InvoiceDescription,
            ["footer"] = settings.InvoiceFooter,
            ["issuer"] = new JsonObject { ["type"] = "self" },
        };

    private static JsonObject Phase(Phase phase)
    {
        var form = Members(phase);
        if (phase.Settings.AutomaticTax is not null)
        {
            form["automatic_tax"] = new JsonObject
            {
                ["disabled_reason"] = null,
                ["enabled"] = IsTaxed(phase.Settings),
                ["liability"] = null,
            };
        }

        return form;
    }

    private static JsonObject Members(Phase phase) =>
        new()
        {
            ["add_invoice_items"] = JsonText.Array(phase.AddedItems, AddedItem),
            ["application_fee_percent"] = phase.Settings.ApplicationFeePercent is { } percent ? JsonValue.Create(percent) : null,
            ["billing_cycle_anchor"] = phase.Settings.BillingCycleAnchor,
            ["billing_thresholds"] = phase.Settings.BillingThresholds?.DeepClone(),
            ["collection_method"] = phase.Settings.CollectionMethod,
            ["currency"] = phase.Currency,
            ["default_payment_method"] = phase.Settings.DefaultPaymentMethod,
            ["default_tax_rates"] = JsonText.Texts(phase.DefaultTaxRates),
            ["description"] = phase.Settings.Description,
            ["discounts"] = Choices(phase.Discounts),
            ["end_date"] = phase.End,
            ["invoice_settings"] = phase.Settings.HasInvoiceSettings ? InvoiceSettings(phase.Settings) : null,
            ["items"] = JsonText.Array(phase.Items, Item),
            ["metadata"] = JsonText.Metadata(phase.Metadata),
            ["on_behalf_of"] = phase.Settings.OnBehalfOf,
            ["proration_behavior"] = phase.ProrationBehavior,
            ["start_date"] = phase.Start,
            ["transfer_data"] = phase.Settings.TransferData?.DeepClone(),
            ["trial"] = phase.TrialEnd == phase.End,
            ["trial_end"] = phase.TrialEnd,
        };

    private static JsonObject Item(PhaseItem item)
    {
        var form = new JsonObject
        {
            ["billing_thresholds"] = null,
            ["discounts"] = Choices(item.Discounts),
            ["metadata"] = JsonText.Metadata(item.Metadata),
            ["plan"] = item.PriceId,
            ["price"] = item.PriceId,
            ["tax_rates"] = JsonText.Texts(item.TaxRates),
        };
        // A metered item has no quantity, and the client cannot read null there.
        if (item.Quantity is { } quantity)
        {
            form["quantity"] = quantity;
        }

        return form;
    }

    private static JsonObject AddedItem(AddedItem item) =>
        new()
        {
            ["discountable"] = item.IsDiscountable,
            ["discounts"] = Choices(item.Discounts),
            ["metadata"] = JsonText.Metadata(item.Metadata),
            ["period"] = new JsonObject { ["end"] = Moment(item.EndType, item.EndAt), ["start"] = Moment(item.StartType, item.StartAt) },
            ["price"] = item.PriceId,
            ["quantity"] = item.Quantity,
            ["tax_rates"] = JsonText.Texts(item.TaxRates),
        };

    private static JsonObject Moment(string type, long? at)
    {
        var moment = new JsonObject { ["type"] = type };
        if (at is { } timestamp)
        {
            moment["timestamp"] = timestamp;
        }

        return moment;
    }

    private static bool IsTaxed(CollectionSettings settings) => settings.AutomaticTax?["enabled"]?.GetValue<string>() == "true";
}

/// <summary>Classic or flexible billing, as subscriptions and schedules show it.</summary>
internal static class BillingModeJson
{
    public static JsonObject Render(bool isFlexible, string prorationDiscounts) =>
        isFlexible
            ? new()
            {
                ["flexible"] = new JsonObject { ["proration_discounts"] = prorationDiscounts },
                ["type"] = "flexible",
            }
            : new() { ["flexible"] = null, ["type"] = "classic" };

    /// <summary>Flexible is the default since the version that made it so.</summary>
    public static (bool IsFlexible, string ProrationDiscounts) Read(Parameters form, string version)
    {
        var mode = form.Map("billing_mode");
        var type = mode?.Text("type") ?? (ApiVersions.IsBefore(version, "2025-09-30") ? "classic" : "flexible");
        return (type == "flexible", mode?.Map("flexible")?.Text("proration_discounts") ?? "included");
    }
}
