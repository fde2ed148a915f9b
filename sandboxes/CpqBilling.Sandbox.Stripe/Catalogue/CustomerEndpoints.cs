using System.Text.RegularExpressions;

namespace CpqBilling.Sandbox.Stripe.Catalogue;

internal static partial class CustomerEndpoints
{
    public static void Map(RouteTable routes) =>
        routes
            .Post("/v1/customers", () => Limits(ParameterShape.Of<Sdk.CustomerCreateOptions>()).Unkept("tax_id_data", "plan"), Create)
            .Get("/v1/customers", () => ParameterShape.Of<Sdk.CustomerListOptions>(), List)
            .Get("/v1/customers/{id}", call => CustomerJson.RenderOrDeleted(call.Account.Customers.InPath(call.Id, "customer")))
            .Post("/v1/customers/{id}", () => Limits(ParameterShape.Of<Sdk.CustomerUpdateOptions>()).Unkept("default_source"), Update)
            .Delete("/v1/customers/{id}", Delete)
            .Delete("/v1/customers/{id}/discount", call => throw Errors.NotFound("discount", call.Id));

    private static ParameterShape Limits(ParameterShape shape) =>
        shape
            .Between("balance", -InvoiceItemEndpoints.MostAmount, InvoiceItemEndpoints.MostAmount)
            .Between("next_invoice_sequence", 1, 999_999_999)
            .AtMostCharacters("email", 512)
            .AtMostCharacters("business_name", 150)
            .AtMostCharacters("individual_name", 150)
            .Emptyable("name", "email", "phone", "description")
            .OneOf("tax_exempt", "none", "exempt", "reverse")
            .Unkept("cash_balance", "source", "tax", "validate", "invoice_settings.rendering_options");

    private static JsonObject Create(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var clock = account.TestClocks.Named(form, "test_clock", "test clock");
        if (clock is not null)
        {
            ClockLimits.RefuseAnotherCustomer(account, clock);
        }

        var customer = new Customer
        {
            TestClockId = clock?.Id,
            InvoicePrefix = account.Ids.Random(8, "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"),
            Metadata = MetadataRules.Read(form),
        };
        Check(account, customer, form);
        Fill(account, customer, form);
        account.Stamp(customer, clock is null ? account.BaseTimeline.Now : account.TimelineOf(clock.Id).Now);
        account.Customers.Add(customer);
        AttachMethod(account, customer, form);
        account.Events.Record("customer.created", customer);
        return CustomerJson.Render(customer);
    }

    private static JsonObject Update(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var customer = account.Customers.InPath(call.Id, "customer");
        if (customer.IsDeleted)
        {
            throw Errors.NotFound("customer", call.Id);
        }

        account.RefuseWhileAdvancing(customer);
        Check(account, customer, form);
        MetadataRules.Merge(customer.Metadata, form);
        Fill(account, customer, form);
        AttachMethod(account, customer, form);
        account.Events.RecordUpdate("customer.updated", customer);
        return CustomerJson.Render(customer);
    }

    private static JsonObject Delete(ApiCall call)
    {
        var customer = call.Account.Customers.InPath(call.Id, "customer");
        if (!customer.IsDeleted)
        {
            CustomerRemoval.Remove(call.Account, customer);
        }

        return JsonText.Deleted(call.Id, "customer");
    }

    private static JsonObject List(ApiCall call)
    {
        var page = call.Page;
        var clock = call.Form.Text("test_clock");
        var candidates = clock is null ? call.Account.Customers.All : call.Account.Customers.OwnedBy(clock);
        return page.Of(
            candidates.Where(customer =>
                !customer.IsDeleted
                && (clock is not null || customer.TestClockId is null)
                && page.Equal("email", customer.Email)
                && page.Fits("created", customer.Created)
            ),
            CustomerJson.Render
        );
    }

    /// <summary>Refuses before anything is changed.</summary>
    private static void Check(Account account, Customer customer, Parameters form)
    {
        if (form.Text("email") is { } email && !Email().IsMatch(email))
        {
            throw Errors.Malformed($"Invalid email address: {email}", "email", "email_invalid");
        }

        var isTaken =
            form.Text("invoice_prefix") is { } prefix
            && (!Prefix().IsMatch(prefix) || account.Customers.All.Any(other => other != customer && other.InvoicePrefix == prefix));
        if (isTaken)
        {
            throw Errors.Refused("The invoice prefix must be unique and consist of 1 to 12 upper-case letters or numbers.", "invoice_prefix");
        }

        if (form.Map("invoice_settings") is { } settings && settings.Text("default_payment_method") != form.Text("payment_method"))
        {
            account.PaymentMethods.Named(settings, "default_payment_method", "payment method");
        }

        if (form.Text("payment_method") is { } method)
        {
            PaymentMethodEndpoints.Check(account, method, "payment_method");
        }
    }

    private static void Fill(Account account, Customer customer, Parameters form)
    {
        customer.Name = Changed(form, "name", customer.Name);
        customer.Email = Changed(form, "email", customer.Email);
        customer.Phone = Changed(form, "phone", customer.Phone);
        customer.Description = Changed(form, "description", customer.Description);
        customer.BusinessName = Changed(form, "business_name", customer.BusinessName);
        customer.IndividualName = Changed(form, "individual_name", customer.IndividualName);
        customer.TaxExempt = form.Text("tax_exempt") ?? customer.TaxExempt;
        customer.Balance = form.Whole("balance") ?? customer.Balance;
        customer.NextInvoiceSequence = form.Whole("next_invoice_sequence") ?? customer.NextInvoiceSequence;
        customer.Address = form.Has("address") ? Address(form.Map("address")) : customer.Address;
        customer.Shipping = form.Has("shipping") ? form.Stored("shipping") : customer.Shipping;
        customer.PreferredLocales = form.Has("preferred_locales") ? form.Texts("preferred_locales") : customer.PreferredLocales;
        FillInvoicing(account, customer, form);
    }

    private static void FillInvoicing(Account account, Customer customer, Parameters form)
    {
        if (form.Text("invoice_prefix") is { } prefix)
        {
            customer.InvoicePrefix = prefix;
        }

        if (form.Map("invoice_settings") is { } settings)
        {
            customer.DefaultPaymentMethod =
                settings.IsUnset("default_payment_method") ? null
                : settings.Text("default_payment_method") is { } id && id != form.Text("payment_method")
                    ? account.PaymentMethods.Named(settings, "default_payment_method", "payment method")!.Id
                : customer.DefaultPaymentMethod;
            customer.InvoiceFooter = Changed(settings, "footer", customer.InvoiceFooter);
            customer.InvoiceCustomFields = settings.Has("custom_fields") ? settings.Stored("custom_fields") : customer.InvoiceCustomFields;
        }
    }

    private static void AttachMethod(Account account, Customer customer, Parameters form)
    {
        if (form.Text("payment_method") is { } method)
        {
            var attached = PaymentMethodEndpoints.Attach(account, method, customer, "payment_method");
            if (form.Map("invoice_settings")?.Text("default_payment_method") == method)
            {
                customer.DefaultPaymentMethod = attached.Id;
            }
        }
    }

    private static string? Changed(Parameters form, string name, string? before) => form.Has(name) ? form.Text(name) : before;

    private static JsonObject? Address(Parameters? form)
    {
        if (form is null)
        {
            return null;
        }

        var address = new JsonObject();
        foreach (var name in (string[])["city", "country", "line1", "line2", "postal_code", "state"])
        {
            address[name] = form.Text(name);
        }

        return address;
    }

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[^@\s.]+$")]
    private static partial Regex Email();

    [GeneratedRegex("^[A-Z0-9]{1,12}$")]
    private static partial Regex Prefix();
}
