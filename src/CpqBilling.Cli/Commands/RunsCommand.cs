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
        command.SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var org = await OpenedOrg.OpenAsync(result, cancellation);
        var runs = org.Application.Runs;
        if (result.GetValue(Id) is { } id)
        {
            var run = await runs.FindAsync(id, cancellation) ?? throw new CommandException($"There is no run {id}.");
            await TellAsync(result, run);
            return ExitCodes.Done;
        }

        var filter = new RunFilter(result.GetValue(Outcome), result.GetValue(Reason));
        var page = await runs.ReadAsync(filter, 0, result.GetValue(Limit), cancellation);
        if (Told.IsJson(result))
        {
            await Told.JsonAsync(result, page.Runs.Select(run => ApiRun.Of(run.Run)));
            return ExitCodes.Done;
        }

        Told.Table(
            result,
            ["run", "began", "order", "asked for by", "outcome", "seconds", "calls", "error"],
            page.Runs.Select(run => Row(run.Run, run.Order))
        );
        return ExitCodes.Done;
    }

    private static string?[] Row(RunView run, ListedOrder? order) =>
        [
            run.Id,
            Told.Time(run.StartedAt),
            order?.Number ?? run.TriggerOrderId ?? run.ContractKey,
            run.Reason,
            run.Outcome.ToString().ToLowerInvariant(),
            run.Took is { } took ? took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) : "",
            $"{run.SalesforceCalls} + {run.StripeCalls}",
            run.Errors.Select(error => error.Code).FirstOrDefault(),
        ];

    private static async Task TellAsync(ParseResult result, RunView run)
    {
        if (Told.IsJson(result))
        {
            await Told.JsonAsync(result, ApiRun.Of(run));
            return;
        }

        await Told.LineAsync(
            result,
            $"{run.Id}: {run.Outcome.ToString().ToLowerInvariant()}, asked for by {run.Reason} at {Told.Time(run.StartedAt)}"
        );
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
            await Told.LineAsync(result, $"{error.Code} {error.RecordType} {error.RecordId}: {error.Message} {error.Fix}");
        }
    }
}
