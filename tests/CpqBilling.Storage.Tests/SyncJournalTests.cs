using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Tests;

public sealed class SyncJournalTests_Sqlite() : SyncJournalTests(new SqliteFile());

public sealed class SyncJournalTests_Postgres(PostgresServer server) : SyncJournalTests(new PostgresDatabase(server));

public abstract class SyncJournalTests(ITestDatabase source) : DatabaseTests(source)
{
    private const string Contract = "8001";
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
        var run = await StartAsync();
        await Journal.StorePlanAsync(run, [Customer, Schedule], """{"fields":[]}""", Token);

        var found = await Journal.FindUnfinishedAsync(Org, Contract, Token);

        Assert.Equal((run, Now, "8011", """{"fields":[]}"""), (found!.RunId, found.StartedAt, found.TriggerOrderId, found.WriteBackJson));
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
    public async Task CrashBetweenSentAndDone_ResumesAtThatStepWithItsKey()
    {
        var run = await StartAsync();
        await Journal.StorePlanAsync(run, [Customer, Schedule], null, Token);
        var (first, second) = (new StepPosition(run, 0), new StepPosition(run, 1));
        await Journal.MarkSentAsync(first, "key-1", Now, Token);
        await Journal.MarkDoneAsync(first, new StepResult("cus_1", """{"object":"customer"}""", "req_1"), Now, Token);
        await Journal.MarkSentAsync(second, "key-2", Now + Duration.FromSeconds(1), Token);

        // Another process, later.
        var found = (
            await new SyncJournal(await BillingDatabase.OpenAsync(Database.ConnectionString, Token)).FindUnfinishedAsync(Org, Contract, Token)
        )!;

        Assert.Equal(new StepResult("cus_1", """{"object":"customer"}""", "req_1"), found.Steps[0].Result);
        var interrupted = found.Steps[1];
        Assert.Equal((StepState.Sent, "key-2", null), (interrupted.State, interrupted.IdempotencyKey, interrupted.Result));
        await Journal.MarkSentAsync(second, "key-2", Now + Duration.FromHours(1), Token);
        await Journal.MarkDoneAsync(second, new StepResult("sub_sched_1", null, "req_2"), Now + Duration.FromHours(1), Token);
        var steps = await Journal.StepsAsync(run, Token);
        // The age of a key counts from its first use.
        Assert.Equal(Now + Duration.FromSeconds(1), steps[1].SentAt);
        Assert.Equal("sub_sched_1", steps[1].Result!.Id);
    }

    [Fact]
    public async Task EndedRun_IsNotResumed()
    {
        var run = await StartAsync();
        await Journal.StorePlanAsync(run, [Customer], null, Token);
        var error = StripeErrors.StripeRefused(Order, "No.", "name") with { UpstreamCode = "card_declined", RequestId = "req_9" };
        await Journal.MarkSentAsync(new StepPosition(run, 0), "key-1", Now, Token);
        await Journal.MarkFailedAsync(new StepPosition(run, 0), error, Now, Token);
        await Journal.CloseAsync(run, new RunEnd(RunOutcome.Failed, [error], StripeCalls: 2, SalesforceCalls: 3, Now), Token);

        Assert.Null(await Journal.FindUnfinishedAsync(Org, Contract, Token));
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
    public async Task OtherContractsAndOrgs_AreNotFound()
    {
        await StartAsync();

        Assert.Null(await Journal.FindUnfinishedAsync(Org, "8002", Token));
        Assert.Null(await Journal.FindUnfinishedAsync("00D2", Contract, Token));
    }

    [Fact]
    public async Task NewestUnfinishedRun_IsFound()
    {
        await StartAsync();
        var newer = await Journal.OpenAsync(new RunStart(Org, Contract, null, "poll", Now + Duration.FromMinutes(1)), Token);

        Assert.Equal(newer, (await Journal.FindUnfinishedAsync(Org, Contract, Token))!.RunId);
    }

    [Fact]
    public async Task DoneStep_CannotBeSentAgain()
    {
        var run = await StartAsync();
        await Journal.StorePlanAsync(run, [Customer], null, Token);
        await Journal.MarkDoneAsync(new StepPosition(run, 0), new StepResult("cus_1", null, null), Now, Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Journal.MarkSentAsync(new StepPosition(run, 0), "key-1", Now, Token));
    }

    private Task<string> StartAsync() => Journal.OpenAsync(new RunStart(Org, Contract, "8011", "poll", Now), Token);
}
