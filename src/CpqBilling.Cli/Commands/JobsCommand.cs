using System.CommandLine;
using System.Globalization;
using CpqBilling.Cli.Grammar;
using CpqBilling.Storage;
using CpqBilling.Web.Api;
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
        RemoteOrg.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        using var remote = await RemoteOrg.FindAsync(result, cancellation);
        var (jobs, numbers) = remote is null
            ? await ReadAsync(result, cancellation)
            : (await remote.ListAsync<ApiJob>("jobs?", result.GetValue(Limit), cancellation), []);
        if (Told.IsJson(result))
        {
            await Told.JsonAsync(result, jobs);
            return ExitCodes.Done;
        }

        Told.Table(
            result,
            ["orders", "stands", "until", "failures", "error", "asked for by", "priority"],
            jobs.Select(job => Row(job, [.. job.Orders.Select(id => numbers.GetValueOrDefault(id, id))]))
        );
        return ExitCodes.Done;
    }

    private static async Task<(IReadOnlyList<ApiJob> Jobs, Dictionary<string, string> Numbers)> ReadAsync(
        ParseResult result,
        CancellationToken cancellation
    )
    {
        var org = await OpenedOrg.OpenAsync(result, cancellation);
        var jobs = await org.Application.Jobs.ReadAsync(0, result.GetValue(Limit), cancellation);
        var numbers = await NumbersAsync(org.Billing.Database, org.Billing.Facts.OrgId, [.. jobs.SelectMany(job => job.OrderIds)], cancellation);
        return ([.. jobs.Select(ApiJob.Of)], numbers);
    }

    private static string?[] Row(ApiJob job, string[] numbers) =>
        [
            numbers.Length == 0 ? job.Family : string.Join(", ", numbers),
            job.Standing.Replace('-', ' ') + (job.Holder is { } holder ? $" by {holder}" : ""),
            Told.Time(job.At),
            job.Attempts == 0 ? "" : job.Attempts.ToString(CultureInfo.InvariantCulture),
            job.ErrorCode,
            job.Reason,
            job.Priority,
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
