using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Tests;

public sealed class SyncJournalTests_Sqlite() : SyncJournalTests(new SqliteFile());

public sealed class SyncJournalTests_Postgres(PostgresServer server) : SyncJournalTests(new PostgresDatabase(server));

public abstract class SyncJournalTests(ITestDatabase source) : DatabaseTests(source)
{
    private static readonly FamilyKey Family = new(Org, "a0Q1");
    private static readonly RecordRef Order = new("Order", "8011");
    private static readonly PlanStep Customer = new(
        "customer/0011",
        StripeMethod.Post,
        "/v1/customers",
        new StripeMap().Set("name", "Acme"),
        "",
        Order
    );
    private static readonly PlanStep Schedule = new(
        "schedule",
        StripeMethod.Post,
        "/v1/subscription_schedules",
        new StripeMap()
            .Set("customer", new StripeRef("customer/0011"))
            .Set("start_date", Instant.FromUtc(2026, 2, 1, 0, 0))
            .Set("phases", StripeList.Of([new StripeMap().Set("trial", false).SetPath("metadata.note", "ref:not one")])),
        "cus_0",
        Order
    );

    private SyncJournal Journal => new(Database);

    [Fact]
    public async Task StoredPlan_ComesBackAsItWas()
    {
        var run = await StartAsync([Customer, Schedule], """{"fields":[]}""");

        var found = Assert.Single(await Journal.UnfinishedAsync(Family, Token));

        Assert.Equal((run, Now, "8011", """{"fields":[]}"""), (found.RunId, found.StartedAt, found.TriggerOrderId, found.WriteBackJson));
        Assert.Equal([StepState.Planned, StepState.Planned], found.Steps.Select(step => step.State));
        Assert.Equal(Customer, found.Steps[0].Step);
        var body = found.Steps[1].Step.Body;
        Assert.Equal(new StripeRef("customer/0011"), body["customer"]);
        Assert.Equal(new StripeNumber(1769904000), body["start_date"]);
        // What a merchant typed is never taken for a reference.
        var phase = Assert.IsType<StripeMap>(Assert.IsType<StripeList>(body["phases"]).Items[0]);
        Assert.Equal((new StripeFlag(false), new StripeText("ref:not one")), (phase["trial"], phase.AtPath("metadata.note")));
    }

    [Fact]
    public async Task CrashBetweenSentAndDone_IsFoundAtThatStepWithItsKey()
    {
        var run = await StartAsync([Customer, Schedule]);
        var (first, second) = (new StepPosition(run, 0), new StepPosition(run, 1));
        await SentAsync(first, "key-1", Now);
        await WriteAsync(db => JournalWrites.DoneAsync(db, first, new StepResult("cus_1", """{"object":"customer"}""", "req_1"), Now));
        await SentAsync(second, "key-2", Now + Duration.FromSeconds(1));

        // Another process, later.
        var other = new SyncJournal(await BillingDatabase.OpenAsync(Database.ConnectionString, Token));
        var found = Assert.Single(await other.UnfinishedAsync(Family, Token));

        Assert.Equal(new StepResult("cus_1", """{"object":"customer"}""", "req_1"), found.Steps[0].Result);
        var interrupted = found.Steps[1];
        Assert.Equal((StepState.Sent, "key-2", null), (interrupted.State, interrupted.IdempotencyKey, interrupted.Result));
        await SentAsync(second, "key-2", Now + Duration.FromHours(1));
        await WriteAsync(db => JournalWrites.DoneAsync(db, second, new StepResult("sub_sched_1", null, "req_2"), Now + Duration.FromHours(1)));
        var steps = await Journal.StepsAsync(run, Token);
        // The age of a key counts from its first use.
        Assert.Equal(Now + Duration.FromSeconds(1), steps[1].SentAt);
        Assert.Equal("sub_sched_1", steps[1].Result!.Id);
    }

    [Fact]
    public async Task KeyOfAnotherGeneration_IsAsYoungAsItsFirstUse()
    {
        var run = await StartAsync([Customer]);
        var position = new StepPosition(run, 0);
        await SentAsync(position, "key-1", Now);

        await WriteAsync(db => JournalWrites.SentAsync(db, new StepSending(position, "key-2", 1, Now + Duration.FromHours(2)), Now));

        var step = Assert.Single(await Journal.StepsAsync(run, Token));
        Assert.Equal(("key-2", 1, Now + Duration.FromHours(2)), (step.IdempotencyKey, step.KeyGeneration, step.SentAt));
    }

    [Fact]
    public async Task EndedRun_IsNotFound()
    {
        var run = await StartAsync([Customer, Schedule]);
        var error = StripeErrors.StripeRefused(Order, "No.", "name") with { UpstreamCode = "card_declined", RequestId = "req_9" };
        await SentAsync(new StepPosition(run, 0), "key-1", Now);
        await WriteAsync(db => JournalWrites.FailedAsync(db, new StepPosition(run, 0), error, Now));
        await WriteAsync(db => JournalWrites.DropAsync(db, run, Now));
        await WriteAsync(db => JournalWrites.CloseAsync(db, run, new RunEnd(RunOutcome.Failed, [error], StripeCalls: 2, SalesforceCalls: 3, Now)));

        Assert.Empty(await Journal.UnfinishedAsync(Family, Token));
        Assert.Equal([StepState.Failed, StepState.Dropped], (await Journal.StepsAsync(run, Token)).Select(step => step.State));
        await using var db = Database.CreateDbContext();
        var row = await db.SyncRuns.SingleAsync(Token);
        Assert.Equal((RunOutcome.Failed, 2, 3, Now), (row.Outcome, row.StripeCalls, row.SalesforceCalls, row.EndedAt!.Value));
        var stored = Assert.Single(ErrorJson.Read(row.ErrorsJson));
        Assert.Equal(
            ("SYNC-4000", "8011", "name", "card_declined", "req_9"),
            (stored.Code, stored.RecordId, stored.Field, stored.UpstreamCode, stored.RequestId)
        );
    }

    [Fact]
    public async Task RunThatSalesforceWasNotToldOf_IsFound()
    {
        var run = await StartAsync([Customer]);
        await WriteAsync(db => JournalWrites.CloseAsync(db, run, new RunEnd(RunOutcome.Unrecorded, [], 1, 1, Now)));

        Assert.True(Assert.Single(await Journal.UnfinishedAsync(Family, Token)).IsUnrecorded);
    }

    [Fact]
    public async Task OtherFamiliesAndOrgs_AreNotFound()
    {
        await StartAsync([]);

        Assert.Empty(await Journal.UnfinishedAsync(Family with { Family = "a0Q2" }, Token));
        Assert.Empty(await Journal.UnfinishedAsync(Family with { OrgId = "00D2" }, Token));
    }

    [Fact]
    public async Task UnfinishedRuns_AreFoundOldestFirst()
    {
        var first = await StartAsync([]);
        var second = await StartAsync([], at: Now + Duration.FromMinutes(1));

        Assert.Equal([first, second], (await Journal.UnfinishedAsync(Family, Token)).Select(run => run.RunId));
    }

    [Fact]
    public async Task DoneStep_CannotBeSentAgain()
    {
        var run = await StartAsync([Customer]);
        await WriteAsync(db => JournalWrites.DoneAsync(db, new StepPosition(run, 0), new StepResult("cus_1", null, null), Now));

        await Assert.ThrowsAsync<InvalidOperationException>(() => SentAsync(new StepPosition(run, 0), "key-1", Now));
    }

    private async Task<string> StartAsync(PlanStep[] steps, string? writeBackJson = null, Instant? at = null)
    {
        var start = new RunStart(Family, "8011", "8011", "poll", at ?? Now);
        var run = SyncJournal.NewRunId(start.At);
        await WriteAsync(db => JournalWrites.OpenAsync(db, run, start, steps, writeBackJson));
        return run;
    }

    private Task SentAsync(StepPosition position, string key, Instant at) =>
        WriteAsync(db => JournalWrites.SentAsync(db, new StepSending(position, key, 0, at), Now));

    private Task WriteAsync(Func<BillingDb, Task> write) => Database.WriteAsync(write, Token);
}
