using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Prorations;
using CpqBilling.Engine.Sync;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>What an amendment meets in Stripe: settings mapped anew, refusals, and what somebody changed by hand.</summary>
public sealed class AmendedContractTests
{
    private const string DaysPath = "default_settings.invoice_settings.days_until_due";

    [Fact]
    public async Task DaysUntilDue_MappedSince_SetTheDueDateOfLaterInvoices()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        Map(billing, (DaysPath, "Net-30"), ("default_settings.collection_method", "send_invoice"));
        await billing.LoadAsync(Monthly(Contracts.Annual()));
        await billing.SyncAsync("Order#1");
        await billing.MoveToAsync("2026-01-15T00:00:00Z");
        Map(billing, (DaysPath, "Net-15"));
        await billing.LoadAsync(Monthly(Contracts.Amendment()));

        Assert.Equal(SyncOutcome.Synced, (await billing.SyncAsync("Order#2")).Outcome);

        await billing.MoveToAsync("2026-02-10T00:00:00Z");
        var due = (await billing.ListAsync("/v1/invoices")).Select(invoice => Day(invoice.GetProperty("due_date"))).Order();
        Assert.Equal(["2026-01-31", "2026-02-16"], due);
    }

    /// <summary>Somebody syncs both orders of a contract at the same moment: the job of one looks at the other too.</summary>
    [Theory]
    [InlineData("Order#1")]
    [InlineData("Order#2")]
    public async Task OrdersOfAContract_WantedAtOnce_AreBothTold(string wanted)
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        await billing.LoadAsync(Contracts.Amendment());
        await billing.NoteAsync("Order#1");
        await billing.NoteAsync("Order#2");

        var report = await new ContractJobs(billing.Org).SyncAsync(new("Order", billing.Ids[wanted]), "test", CancellationToken.None);

        Assert.Equal(SyncOutcome.Synced, report.Outcome);
        Assert.Equal(2, Assert.Single(await billing.ListAsync("/v1/subscription_schedules")).GetProperty("phases").GetArrayLength());
    }

    [Fact]
    public async Task TemplateMappedSince_IsRefusedOnTheAmendment()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        await billing.SyncAsync("Order#1");
        Map(billing, ("default_settings.invoice_settings.rendering.template", "inrtem_unknown"));
        await billing.LoadAsync(Contracts.Amendment());

        var report = await billing.SyncAsync("Order#2");

        Assert.Equal(SyncOutcome.Rejected, report.Outcome);
        var error = Assert.Single(report.Errors);
        Assert.Equal("MappingNotOffered", error.Name);
        Assert.Contains("rendering", error.Message, StringComparison.Ordinal);
        var record = Assert.Single(report.Written.SyncRecords);
        Assert.Equal((billing.Ids["Order#2"], billing.Ids["Order#2"], SyncStatus.Error), (record.Primary.Id, record.Secondary.Id, record.Status));
        Assert.Equal(1, Assert.Single(await billing.ListAsync("/v1/subscription_schedules")).GetProperty("phases").GetArrayLength());
    }

    [Fact]
    public async Task ChangedByHand_StopsTheAmendment_AndIsReportedOnTheInitialOrder()
    {
        await using var billing = await ChangedByHandAsync(DriftRule.Stop);

        var report = await billing.SyncAsync("Order#2");

        Assert.Equal(SyncOutcome.Rejected, report.Outcome);
        Assert.Equal("ScheduleDrifted", Assert.Single(report.Errors).Name);
        var record = Assert.Single(report.Written.SyncRecords);
        Assert.Equal((billing.Ids["Order#2"], billing.Ids["Order#1"], SyncStatus.Error), (record.Primary.Id, record.Secondary.Id, record.Status));
        Assert.Equal([7], await QuantitiesAsync(billing));
    }

    [Fact]
    public async Task ChangedByHand_IsKept_AndTheSyncRecordSaysWhatWasNotApplied()
    {
        await using var billing = await ChangedByHandAsync(DriftRule.Keep);

        var report = await billing.SyncAsync("Order#2");

        Assert.Equal(SyncOutcome.Skipped, report.Outcome);
        var record = Assert.Single(report.Written.SyncRecords);
        Assert.Equal((billing.Ids["Order#2"], billing.Ids["Order#2"], SyncStatus.Skipped), (record.Primary.Id, record.Secondary.Id, record.Status));
        Assert.Contains("quantity 7 instead of 1", record.Message, StringComparison.Ordinal);
        Assert.Empty(report.Errors);
        Assert.Equal([7], await QuantitiesAsync(billing));
    }

    [Fact]
    public async Task ChangedByHand_IsOverwritten()
    {
        await using var billing = await ChangedByHandAsync(DriftRule.Overwrite);

        Assert.Equal(SyncOutcome.Synced, (await billing.SyncAsync("Order#2")).Outcome);

        Assert.Equal([1, 1, 2], await QuantitiesAsync(billing));
        Assert.Equal(SyncOutcome.Unchanged, (await billing.SyncAsync("Order#1")).Outcome);
    }

    [Fact]
    public async Task ChangedByHand_TwiceADay_IsOverwrittenBothTimes()
    {
        await using var billing = await TestBilling.StartAsync("2025-12-20T00:00:00Z", new BillingSettings { OnDrift = DriftRule.Overwrite });
        await billing.LoadAsync(Contracts.Annual());
        await billing.SyncAsync("Order#1");
        foreach (var hour in new[] { 9, 15 })
        {
            await billing.MoveToAsync($"2025-12-20T{hour:D2}:00:00Z");
            await ChangeByHandAsync(billing, $"by-hand-{hour}");
            Assert.Equal([7], await QuantitiesAsync(billing));

            Assert.Equal(SyncOutcome.Synced, (await billing.SyncAsync("Order#1")).Outcome);

            Assert.Equal([1], await QuantitiesAsync(billing));
        }
    }

    [Fact]
    public async Task EveryProration_IsInvoicedOnce_WithWhatIsPendingBesideIt()
    {
        await using var billing = await TestBilling.StartAsync(
            "2026-01-01T00:00:00Z",
            new BillingSettings { CreditUnusedTime = CreditMode.AllReductions }
        );
        var records = Contracts.Annual();
        records["OrderItem"]![0]!["Quantity"] = 3;
        await billing.LoadAsync(records);
        await billing.SyncAsync("Order#1");
        await billing.LoadAsync(WithReduction(Contracts.Amendment()));
        Assert.Equal(SyncOutcome.Synced, (await billing.SyncAsync("Order#2")).Outcome);
        await billing.MoveToAsync("2026-07-01T00:00:00Z");
        var notices = await billing.ListAsync("/v1/events?type=invoiceitem.created");
        var invoicer = new ProrationInvoicer(billing.Org);

        var outcomes = new List<ProrationOutcome>();
        foreach (var notice in notices)
        {
            outcomes.Add(await invoicer.HandleAsync(notice, CancellationToken.None));
        }

        Assert.Equal([ProrationOutcome.Invoiced, ProrationOutcome.AlreadyInvoiced], outcomes);
        var invoice = Assert.Single(
            await billing.ListAsync("/v1/invoices"),
            candidate => candidate.GetProperty("metadata").TryGetProperty("salesforce_proration_invoice", out _)
        );
        Assert.Equal(6000, invoice.GetProperty("total").GetInt32());
        Assert.Equal(2, invoice.GetProperty("lines").GetProperty("data").GetArrayLength());
    }

    private static async Task<TestBilling> ChangedByHandAsync(DriftRule rule)
    {
        var billing = await TestBilling.StartAsync("2025-12-20T00:00:00Z", new BillingSettings { OnDrift = rule });
        await billing.LoadAsync(Contracts.Annual());
        await billing.SyncAsync("Order#1");
        await ChangeByHandAsync(billing, "by-hand");
        await billing.LoadAsync(Contracts.Amendment());
        billing.Restart();
        return billing;
    }

    /// <summary>Somebody gives the only phase seven units.</summary>
    private static async Task ChangeByHandAsync(TestBilling billing, string key)
    {
        var schedule = Assert.Single(await billing.ListAsync("/v1/subscription_schedules"));
        var phase = schedule.GetProperty("phases")[0];
        var item = phase.GetProperty("items")[0];
        var body = new StripeMap().Set(
            "phases",
            StripeList.Of([
                new StripeMap()
                    .Set("start_date", (decimal)phase.GetProperty("start_date").GetInt64())
                    .Set("end_date", (decimal)phase.GetProperty("end_date").GetInt64())
                    .Set("proration_behavior", "none")
                    .Set(
                        "items",
                        StripeList.Of([
                            new StripeMap()
                                .Set("price", item.GetProperty("price").GetString())
                                .Set("quantity", 7m)
                                .SetPath(
                                    "metadata.salesforce_order_item_id",
                                    item.GetProperty("metadata").GetProperty("salesforce_order_item_id").GetString()
                                ),
                        ])
                    ),
            ])
        );
        var path = $"/v1/subscription_schedules/{schedule.GetProperty("id").GetString()}";
        Assert.IsType<CpqBilling.Stripe.StripeAnswered>(
            await billing.Org.Stripe.SendAsync(StripeMethod.Post, path, body, key, CancellationToken.None)
        );
    }

    private static async Task<IEnumerable<int>> QuantitiesAsync(TestBilling billing) =>
        Assert
            .Single(await billing.ListAsync("/v1/subscription_schedules"))
            .GetProperty("phases")
            .EnumerateArray()
            .SelectMany(phase => phase.GetProperty("items").EnumerateArray())
            .Select(item => item.GetProperty("quantity").GetInt32());

    private static void Map(TestBilling billing, params (string Path, string Value)[] rows)
    {
        var defaults = new JsonObject
        {
            ["customer"] = new JsonObject { ["email"] = "billing@example.test" },
            ["subscription_schedule"] = new JsonObject(rows.Select(row => KeyValuePair.Create(row.Path, (JsonNode?)JsonValue.Create(row.Value)))),
        };
        var mappings = BillingOrg.ReadMappings(JsonSerializer.SerializeToElement(defaults), JsonSerializer.SerializeToElement(new JsonObject()));
        billing.Use(mappings);
    }

    private static JsonObject Monthly(JsonObject records)
    {
        records["OrderItem"]![0]!["SBQQ__BillingFrequency__c"] = "Monthly";
        return records;
    }

    /// <summary>Two more of the same product, and one of the first three less: half a year of 120.00 twice and back once.</summary>
    private static JsonObject WithReduction(JsonObject records)
    {
        var less = records["OrderItem"]![0]!.DeepClone();
        less["Id"] = "OrderItem#3";
        less["Quantity"] = -1;
        var more = records["OrderItem"]![0]!;
        more.AsObject().Remove("SBQQ__RevisedOrderProduct__c");
        records["OrderItem"]!.AsArray().Add(less);
        return records;
    }

    private static string Day(JsonElement seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds.GetInt64()).ToString("yyyy-MM-dd");
}
