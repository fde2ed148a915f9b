using System.Text.Json;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Configurations;
using CpqBilling.Storage;
using NodaTime;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>Settings and mappings are checked when they are read and when they are saved; versions are kept.</summary>
public sealed class ConfigurationTests
{
    private const string OrgId = "00D000000000000EAA";

    [Theory]
    [InlineData("""{ "fieldMappings": { "customer": { "emial": "Name" } } }""", "SYNC-3003", "customer.emial", "customer.email")]
    [InlineData("""{ "fieldDefaults": { "customer": { "line1": "x" } } }""", "SYNC-3003", "customer.line1", "customer.address.line1")]
    [InlineData("""{ "fieldMappings": { "custmer": { "email": "Name" } } }""", "SYNC-3003", "custmer.email", "customer")]
    [InlineData(
        """{ "fieldMappings": { "subscription_schedule": { "sbc_termination.metdata.x": "Name" } } }""",
        "SYNC-3003",
        "subscription_schedule.sbc_termination.metdata.x",
        "Stripe has no field"
    )]
    [InlineData("""{ "fieldMappings": { "customer": { "preferred_locales": "Name" } } }""", "SYNC-3002", "customer.preferred_locales", "a list")]
    [InlineData("""{ "fieldMappings": { "customer": { "name": "Name FROM User" } } }""", "SYNC-5002", "customer.name", "is not a path of fields")]
    [InlineData("""{ "fieldMappings": { "customer": { "name": 5 } } }""", "SYNC-5002", "customer.name", "is not a path of fields")]
    [InlineData(
        """{ "fieldDefaults": { "subscription": { "days_until_due": "in a month" } } }""",
        "SYNC-3002",
        "subscription.days_until_due",
        "a number of days"
    )]
    [InlineData(
        """{ "fieldDefaults": { "subscription_schedule": { "start_date": "soon enough" } } }""",
        "SYNC-3002",
        "subscription_schedule.start_date",
        "a date"
    )]
    [InlineData(
        """{ "fieldDefaults": { "subscription_phase": { "iterations": 1.5 } } }""",
        "SYNC-3002",
        "subscription_phase.iterations",
        "a whole number"
    )]
    [InlineData("""{ "fieldDefaults": { "product": { "shippable": "perhaps" } } }""", "SYNC-3002", "product.shippable", "true or false")]
    [InlineData("""{ "fieldDefaults": { "customer": { "address": { "line1": "x" } } } }""", "SYNC-3003", "customer.address", "Stripe has no field")]
    [InlineData("""{ "fieldDefaults": { "customer": { "email": { "x": 1 } } } }""", "SYNC-3002", "customer.email", "text, a number")]
    [InlineData(
        """{ "fieldMappings": { "invoice": { "custom_fields.A": "A", "custom_fields.B": "B", "custom_fields.C": "C", "custom_fields.D": "D", "custom_fields.E": "E" } } }""",
        "SYNC-3018",
        "invoice.custom_fields",
        "5 fields of invoices"
    )]
    [InlineData(
        """{ "fieldMappings": { "invoice": { "custom_fields.A label that is much longer than the forty letters Stripe prints": "A" } } }""",
        "SYNC-3002",
        "invoice.custom_fields.A label that is much longer than the forty letters Stripe prints",
        "40 characters"
    )]
    [InlineData("""{ "fieldDefaults": [] }""", "SYNC-3008", "fieldDefaults", "cannot be")]
    [InlineData("""{ "fieldMappings": { "customer": "Name" } }""", "SYNC-3008", "fieldMappings.customer", "cannot be")]
    [InlineData("""{ "settings": "none" }""", "SYNC-3008", "settings", "cannot be")]
    [InlineData("""{ "settings": { "creditUnusedTime": "some" } }""", "SYNC-3008", "creditUnusedTime", "cannot be some")]
    [InlineData("""{ "setings": { "coupons": false } }""", "SYNC-3012", "setings", "near are settings")]
    [InlineData("""{ "settings": { "cupons": false } }""", "SYNC-3012", "cupons", "near are coupons")]
    public void WhatIsWrong_IsNamedWithItsPlace(string json, string code, string field, string message)
    {
        var error = Assert.Single(Read(json).Errors);
        Assert.Equal((code, field), (error.Code, error.Field));
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void EverythingWrong_IsToldTogether() =>
        Assert.Equal(
            ["SYNC-3003", "SYNC-3003", "SYNC-3008"],
            Read(
                """{ "settings": { "coupons": "yes" }, "fieldDefaults": { "price": { "amount": 1 } }, "fieldMappings": { "coupon": { "title": "Name" } } }"""
            )
                .Errors.Select(error => error.Code)
                .Order()
        );

    // What the product itself reads, words of CPQ, free names, empty rows, and what an order judges.
    [Fact]
    public void WhatCanBeUsed_IsNotRefused() =>
        Assert.Empty(
            Read(
                """
                {
                  "settings": { "accountSync": false, "accountFilter": "Type = 'Customer'" },
                  "fieldDefaults": {
                    "subscription_schedule": { "start_date": "2023-01-01", "default_settings.invoice_settings.days_until_due": "Net 30", "prebilling.iterations": 3,
                      "default_settings.collection_method": "send_invoice", "sbc_termination.metadata.why": "ended",
                      "default_settings.invoice_settings.rendering.template": "inrtem_1" },
                    "subscription_phase": { "iterations": 24.0, "trial_end": 1767225600 },
                    "subscription": { "days_until_due": 30, "billing_cycle_anchor": null },
                    "price": { "recurring.interval_count": "Quarterly", "recurring.aggregate_usage": "last_ever", "billing_scheme": "tiered" },
                    "product": { "shippable": "TRUE", "metadata.any name.with dots": true },
                    "customer": { "metadata.number": 123, "invoice_settings.custom_fields.name": "key" },
                    "invoice": { "custom_fields.PO no. (yours)": "none" }
                  },
                  "fieldMappings": { "coupon": { "metadata.order": "Order_Item__c.OrderId" }, "customer": { "email": "Parent.Email__c" },
                    "subscription_schedule": { "default_settings.invoice_settings.custom_fields.PO number": "PoNumber" },
                    "invoice": { "custom_fields.PO no. (yours)": "PoNumber" } }
                }
                """
            ).Errors
        );

    [Fact]
    public void Filters_AreRead()
    {
        var filters = Read(
            """{ "settings": { "accountSync": false, "accountFilter": "A = 1", "productFilter": " ", "pricebookEntryFilter": "C = 3", "orderFilter": "D = 4" } }"""
        );
        Assert.Equal(
            ("A = 1", null, "C = 3", "D = 4"),
            (filters.Filters.Account, filters.Filters.Product, filters.Filters.PricebookEntry, filters.OrderFilter)
        );
        Assert.False(filters.Filters.AccountSync);
        Assert.Equal("Status = 'Activated'", Read("{}").OrderFilter);
        Assert.True(Read("{}").Filters.AccountSync);
    }

    [Fact]
    public async Task FieldsAndFilters_AreHeldAgainstTheOrg()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        var configuration = Read(
            """
            {
              "settings": { "accountFilter": "Nonsense = 1", "productFilter": "IsActive = true", "meterEventName": "{Product2.Sku__c}" },
              "fieldMappings": {
                "customer": { "email": "Parent.Emial", "name": "Parent.Name", "phone": "Nowhere.Name" },
                "subscription_schedule": { "metadata.start": "SBQQ__Quote__c.SBQQ__StartDate__c" }
              }
            }
            """
        );

        var errors = await new OrgCheck(billing.Org.Salesforce).CheckAsync(configuration, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["SYNC-3008 accountFilter", "SYNC-5002 customer.email", "SYNC-5002 customer.phone", "SYNC-5002 meterEventName"],
            errors.Select(error => $"{error.Code} {error.Field}").Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Versions_AreKept_AndAnOutdatedOneIsRefused()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        var keeper = new ConfigurationKeeper(billing.Org.Database);

        var first = await SaveAsync(keeper, """{ "settings": { "coupons": false }, "salesforce": { "Account": [] } }""", 0);
        var second = await SaveAsync(keeper, """{ "settings": { "coupons": true }, "fieldMappings": { "customer": { "email": "Email__c" } } }""", 1);
        var outdated = await SaveAsync(keeper, """{ "settings": { "coupons": false } }""", 1);
        var same = await SaveAsync(keeper, """{ "settings": { "coupons": true }, "fieldMappings": { "customer": { "email": "Email__c" } } }""", 2);
        var wrong = await SaveAsync(keeper, """{ "fieldMappings": { "customer": { "emial": "Email__c" } } }""", 2);

        Assert.Equal(1, Assert.IsType<ConfigurationSaved>(first).Version);
        Assert.Equal(
            ["fieldMappings.customer.email:  -> \"Email__c\"", "settings.coupons: false -> true"],
            Assert.IsType<ConfigurationSaved>(second).Difference.Select(row => $"{row.Path}: {row.Before} -> {row.After}")
        );
        Assert.Equal(new ConfigurationStale(2), outdated);
        Assert.Empty(Assert.IsType<ConfigurationSaved>(same).Difference);
        Assert.Equal("SYNC-3003", Assert.Single(Assert.IsType<ConfigurationRefused>(wrong).Errors).Code);
        var kept = await keeper.CurrentAsync(OrgId, TestContext.Current.CancellationToken);
        Assert.Equal((2, "anna"), (kept!.Version, kept.ChangedBy));
        Assert.Equal(
            """{"settings":{"coupons":true},"fieldDefaults":{},"fieldMappings":{"customer":{"email":"Email__c"}}}""",
            kept.Json.GetRawText()
        );
    }

    private static OrgConfiguration Read(string json) => OrgConfiguration.Read(JsonDocument.Parse(json).RootElement);

    private static Task<SaveOutcome> SaveAsync(ConfigurationKeeper keeper, string json, int basedOn) =>
        keeper.SaveAsync(
            new ConfigurationDraft(OrgId, JsonDocument.Parse(json).RootElement, basedOn, "anna", Instant.FromUtc(2026, 1, 1, 0, 0)),
            null,
            TestContext.Current.CancellationToken
        );
}
