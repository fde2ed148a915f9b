using System.CommandLine;
using System.Globalization;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Application.Runs;
using CpqBilling.Storage.Rows;
using CpqBilling.Web.Api;

namespace CpqBilling.Cli.Commands;

/// <summary><c>runs</c>: what was done, newest first, or every request of one run.</summary>
internal static class RunsCommand
{
    private static readonly Argument<string?> Id = new("RUN")
    {
        Description = "Id of a run, to see every request it sent.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private static readonly Option<RunOutcome?> Outcome = new("--outcome") { Description = "Only runs that ended so." };
    private static readonly Option<string?> Reason = new("--reason") { Description = "Only runs that this asked for: poll, command, button …" };
    private static readonly Option<int> Limit = new Option<int>("--limit")
    {
        Description = "How many to show.",
        DefaultValueFactory = _ => 20,
    }.Between(1, 10_000);

    public static Command Create()
    {
        // A number would be taken for a word otherwise.
        Outcome.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, Enum.GetNames<RunOutcome>());
        var command = new Command("runs", "List what was done, newest first, or show every request of one run.") { Id, Outcome, Reason, Limit };
        OpenedOrg.AddTo(command);
        RemoteOrg.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        using var remote = await RemoteOrg.FindAsync(result, cancellation);
        if (result.GetValue(Id) is { } id)
        {
            await TellAsync(
                result,
                remote is null ? await FindAsync(result, id, cancellation) : await remote.GetAsync<ApiRun>($"runs/{id}", cancellation)
            );
            return ExitCodes.Done;
        }

        var (runs, numbers) = remote is null
            ? await ReadAsync(result, cancellation)
            : (await remote.ListAsync<ApiRun>($"runs?{Query(result)}", result.GetValue(Limit), cancellation), []);
        if (Told.IsJson(result))
        {
            await Told.JsonAsync(result, runs);
            return ExitCodes.Done;
        }

        Told.Table(
            result,
            ["run", "began", "order", "asked for by", "outcome", "seconds", "calls", "error"],
            runs.Select(run => Row(run, numbers.GetValueOrDefault(run.Id)))
        );
        return ExitCodes.Done;
    }

    private static async Task<ApiRun> FindAsync(ParseResult result, string id, CancellationToken cancellation)
    {
        var org = await OpenedOrg.OpenAsync(result, cancellation);
        return await org.Application.Runs.FindAsync(id, cancellation) is { } run
            ? ApiRun.Of(run)
            : throw new CommandException($"There is no run {id}.");
    }

    /// <returns>Runs, and by their ids the numbers of the orders that caused them.</returns>
    private static async Task<(IReadOnlyList<ApiRun> Runs, Dictionary<string, string> Numbers)> ReadAsync(
        ParseResult result,
        CancellationToken cancellation
    )
    {
        var org = await OpenedOrg.OpenAsync(result, cancellation);
        var filter = new RunFilter(result.GetValue(Outcome), result.GetValue(Reason));
        var page = await org.Application.Runs.ReadAsync(filter, 0, result.GetValue(Limit), cancellation);
        return (
            [.. page.Runs.Select(run => ApiRun.Of(run.Run))],
            page.Runs.Where(run => run.Order is not null).ToDictionary(run => run.Run.Id, run => run.Order!.Number)
        );
    }

    private static string Query(ParseResult result) =>
        string.Join(
            '&',
            new[] { ("outcome", result.GetValue(Outcome)?.ToString()), ("reason", result.GetValue(Reason)) }
                .Where(pair => pair.Item2 is not null)
                .Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2!)}")
        );

    private static string?[] Row(ApiRun run, string? number) =>
        [
            run.Id,
            Told.Time(run.StartedAt),
            number ?? run.OrderId ?? run.ContractKey,
            run.Reason,
            run.Outcome,
            run.EndedAt is { } ended ? (ended - run.StartedAt).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) : "",
            $"{run.SalesforceCalls} + {run.StripeCalls}",
            run.Errors.Select(error => error.Code).FirstOrDefault(),
        ];

    private static async Task TellAsync(ParseResult result, ApiRun run)
    {
        if (Told.IsJson(result))
        {
            await Told.JsonAsync(result, run);
            return;
        }

        await Told.LineAsync(result, $"{run.Id}: {run.Outcome}, asked for by {run.Reason} at {Told.Time(run.StartedAt)}");
        Told.Table(
            result,
            ["", "request", "state", "object", "sent"],
            run.Steps.Select(
                (step, index) =>
                    new[]
                    {
                        (index + 1).ToString(CultureInfo.InvariantCulture),
                        $"{step.Method} {step.Path}",
                        step.State.ToString().ToLowerInvariant(),
                        step.ResultId,
                        Told.Time(step.SentAt),
                    }
            )
        );
        foreach (var error in run.Errors)
        {
            await Told.LineAsync(result, $"{error.Code} {error.RecordId}: {error.Message} {error.Fix}");
        }
    }
}
