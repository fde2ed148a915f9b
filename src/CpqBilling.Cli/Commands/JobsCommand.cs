using System.CommandLine;
using System.Globalization;
using CpqBilling.Cli.Grammar;
using CpqBilling.Storage;
using CpqBilling.Storage.Jobs;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Cli.Commands;

/// <summary><c>jobs</c>: contracts that wait to be looked at, and those that somebody works on.</summary>
internal static class JobsCommand
{
    private static readonly Option<int> Limit = new Option<int>("--limit")
    {
        Description = "How many to show.",
        DefaultValueFactory = _ => 50,
    }.Between(1, 100_000);

    public static Command Create()
    {
        var command = new Command("jobs", "Show the queue: contracts that are worked on, due, tried again, waiting for a date or for you.") { Limit };
        OpenedOrg.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var org = await OpenedOrg.OpenAsync(result, cancellation);
        var database = org.Billing.Database;
        var jobs = await new JobReader(database).ReadAsync(org.Billing.Facts.OrgId, org.Billing.Now, result.GetValue(Limit), cancellation);
        var numbers = await NumbersAsync(database, org.Billing.Facts.OrgId, [.. jobs.SelectMany(job => job.OrderIds)], cancellation);
        if (Told.IsJson(result))
        {
            await Told.JsonAsync(result, jobs.Select(Document));
            return ExitCodes.Done;
        }

        Told.Table(
            result,
            ["orders", "stands", "until", "failures", "error", "asked for by", "priority"],
            jobs.Select(job => Row(job, [.. job.OrderIds.Select(id => numbers.GetValueOrDefault(id, id))]))
        );
        return ExitCodes.Done;
    }

    private static object Document(StandingJob job) =>
        new
        {
            job.Key.Family,
            job.OrderIds,
            Standing = JobWords.Of(job.Standing),
            job.At,
            job.Attempts,
            job.ErrorCode,
            job.Reason,
            Priority = job.Priority.ToString().ToLowerInvariant(),
            job.Holder,
        };

    private static string?[] Row(StandingJob job, string[] numbers) =>
        [
            numbers.Length == 0 ? job.Key.Family : string.Join(", ", numbers),
            JobWords.Of(job.Standing).Replace('-', ' ') + (job.Holder is { } holder ? $" by {holder}" : ""),
            Told.Time(job.At),
            job.Attempts == 0 ? "" : job.Attempts.ToString(CultureInfo.InvariantCulture),
            job.ErrorCode,
            job.Reason,
            job.Priority.ToString().ToLowerInvariant(),
        ];

    /// <summary>How people know the orders; those that no run has looked at yet have their ids only.</summary>
    private static async Task<Dictionary<string, string>> NumbersAsync(
        BillingDatabase database,
        string orgId,
        IReadOnlyList<string> ids,
        CancellationToken cancellation
    )
    {
        await using var db = database.CreateDbContext();
        return await db
            .ListedOrders.AsNoTracking()
            .Where(row => row.OrgId == orgId && ids.Contains(row.OrderId))
            .ToDictionaryAsync(row => row.OrderId, row => row.Number, cancellation);
    }
}
