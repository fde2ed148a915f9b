namespace CpqBilling.Sandbox.Stripe.Catalogue;

/// <summary>Makes prices, from their own request, from <c>default_price_data</c> or from an inline <c>price_data</c>.</summary>
internal static class PriceCreation
{
    /// <summary>A price of its own: active and usable anywhere.</summary>
    public static Price CreateListed(Account account, Parameters form) => Store(account, Draft(account, form));

    /// <summary>The same, checked but not there yet.</summary>
    public static Price Draft(Account account, Parameters form, Product? product = null)
    {
        LookupKeys.RefuseTaken(account, null, form);
        var price = Read(account, form, product, mayBeNegative: false);
        price.IsActive = form.Flag("active") ?? true;
        LookupKeys.Take(account, price, form);
        return price;
    }

    public static Price Store(Account account, Price price)
    {
        Announce(account, Keep(account, price));
        return price;
    }

    /// <summary>A price for one use: inactive from the start. A one-time one may be negative, which makes it a credit.</summary>
    public static Price CreateInline(Account account, Parameters form, bool mustRecur)
    {
        var recurs = form.Map("recurring") is not null;
        if (mustRecur && !recurs)
        {
            throw Errors.Missing(form.PathOf("recurring"));
        }

        var price = Read(account, form, null, mayBeNegative: !recurs);
        price.IsActive = false;
        account.InlinePrices.Add(Keep(account, price));
        return price;
    }

    /// <summary>The request has succeeded, so the prices it described exist.</summary>
    public static void KeepInline(Account account)
    {
        account.InlinePrices.ForEach(price => Announce(account, price));
        account.InlinePrices.Clear();
    }

    /// <summary>The request has been refused, so the prices it described never existed.</summary>
    public static void DropInline(Account account)
    {
        account.InlinePrices.ForEach(account.Prices.Remove);
        account.InlinePrices.Clear();
    }

    private static Price Keep(Account account, Price price)
    {
        account.Stamp(price, account.BaseTimeline.Now);
        account.Prices.Add(price);
        if (price.LookupKey is { } key)
        {
            account.PriceByLookupKey[key] = price.Id;
        }

        return price;
    }

    private static void Announce(Account account, Price price)
    {
        if (price.IsRecurring && account.Decisions.SendPlanEvents)
        {
            account.Events.Record("plan.created", new RenderedForm(price.Id, PlanJson.Render(price)));
        }

        account.Events.Record("price.created", price);
    }

    private static Price Read(Account account, Parameters form, Product? product, bool mayBeNegative)
    {
        var price = new Price
        {
            Currency = Currencies.Read(form),
            Nickname = form.Text("nickname"),
            Metadata = MetadataRules.Read(form),
            TaxBehavior = form.Text("tax_behavior") ?? "unspecified",
            CurrencyOptions = TypedJson.Of<Sdk.PriceCreateOptions>(form, "currency_options"),
            CustomUnitAmount =
                form.Map("custom_unit_amount")?.Flag("enabled") == true ? TypedJson.Of<Sdk.PriceCreateOptions>(form, "custom_unit_amount") : null,
        };
        ReadRecurrence(account, price, form);
        ReadAmount(account, price, form, mayBeNegative);
        price.ProductId = (product ?? ReadProduct(account, form)).Id;
        return price;
    }

    private static Product ReadProduct(Account account, Parameters form)
    {
        form.RefuseTogether("product", "product_data");
        if (form.Map("product_data") is { } inline)
        {
            return ProductEndpoints.Make(account, inline, inline.Text("id") ?? "");
        }

        var product = account.Products.Named(form, "product", "product");
        return product is { IsDeleted: false } ? product
            : product is null ? throw Errors.Missing(form.PathOf("product"))
            : throw Errors.NoSuch("product", product.Id, form.PathOf("product"));
    }

    private static void ReadRecurrence(Account account, Price price, Parameters form)
    {
        if (form.Map("recurring") is not { } recurring)
        {
            return;
        }

        price.Interval = recurring.RequiredText("interval");
        price.IntervalCount = (int)(recurring.Whole("interval_count") ?? 1);
        price.IsMetered = recurring.Text("usage_type") == "metered";
        price.TrialPeriodDays = recurring.Whole("trial_period_days");
        var most = price.Interval switch
        {
            "day" => 1095,
            "week" => 156,
            "month" => 36,
            _ => 3,
        };
        if (price.IntervalCount < 1 || price.IntervalCount > most)
        {
            throw Errors.Refused(
                $"Invalid interval: the interval count must be between 1 and {most} for interval {price.Interval}.",
                recurring.PathOf("interval_count")
            );
        }

        var meter = account.Meters.Named(recurring, "meter", "meter");
        if (price.IsMetered && meter is null)
        {
            throw Errors.Missing(recurring.PathOf("meter"));
        }

        if (meter is not null && (!price.IsMetered || !meter.IsActive))
        {
            throw Errors.Refused(
                price.IsMetered ? "The meter must be active." : "A meter can only be set for metered prices.",
                recurring.PathOf("meter")
            );
        }

        price.MeterId = meter?.Id;
    }

    private static void ReadAmount(Account account, Price price, Parameters form, bool mayBeNegative)
    {
        form.RefuseTogether("unit_amount", "unit_amount_decimal");
        if (form.Text("billing_scheme") == "tiered")
        {
            TierReading.Read(price, form, account.Decisions.LargestAmount);
            return;
        }

        if (form.Has("tiers") || form.Has("tiers_mode"))
        {
            throw Errors.Refused("Tiers can only be set when `billing_scheme=tiered`.", form.PathOf("tiers"));
        }

        price.UnitAmount =
            form.Whole("unit_amount")
            ?? form.Exact("unit_amount_decimal")
            ?? (price.CustomUnitAmount is null ? throw Errors.Missing(form.PathOf("unit_amount")) : null);
        var name = form.Has("unit_amount") ? "unit_amount" : "unit_amount_decimal";
        if (price.UnitAmount < 0 && !mayBeNegative)
        {
            throw Errors.Refused(
                "Invalid non-negative integer: the unit amount must not be below zero.",
                form.PathOf(name),
                "parameter_invalid_integer"
            );
        }

        if (Math.Abs(price.UnitAmount ?? 0) > account.Decisions.LargestAmount)
        {
            throw Errors.Refused("The unit amount is too large.", form.PathOf(name), "amount_too_large");
        }

        if (form.Map("transform_quantity") is { } transform)
        {
            price.TransformDivideBy = transform.Whole("divide_by") ?? throw Errors.Missing(transform.PathOf("divide_by"));
            price.TransformRoundsUp = transform.RequiredText("round") == "up";
        }
    }
}
