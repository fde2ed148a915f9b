using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Application.Backfilling;
using CpqBilling.Engine.Application.Drafts;
using CpqBilling.Engine.Application.Rehearsals;
using CpqBilling.Engine.Application.Words;
using CpqBilling.Salesforce;
using CpqBilling.Web.Api;
using NodaTime.Text;

namespace CpqBilling.Cli.Commands;

/// <summary><c>backfill</c>: bills the orders that were activated since a day, behind everything else.</summary>
internal static class BackfillCommand
{
    private static readonly Option<string> Since = new Option<string>("--since")
    {
        Description = "First day of activation, as 2026-01-31, in the billing time zone.",
        Required = true,
    }.AsDay();
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Translate every order and create nothing." };

    public static Command Create()
    {
        var command = new Command("backfill", "Bill the orders that were activated since a day, behind everything else that waits.")
        {
            Since,
            DryRun,
        };
        OpenedOrg.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    /// <returns>0 when all of them are billed or queued, 1 when one was refused.</returns>
    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var org = await OpenedOrg.OpenAsync(result, cancellation);
        var backfill = org.Application.Backfill;
        var range = new BackfillRange(LocalDatePattern.Iso.Parse(result.GetValue(Since)!).Value, To: null);
        if (result.GetValue(DryRun))
        {
            return await RehearseAsync(result, org, Found(await backfill.ListAsync(range, cancellation)), cancellation);
        }

        var left = (await backfill.EstimateAsync(range, cancellation)) switch
        {
            BackfillEstimate.Counted counted => counted.Left,
            BackfillEstimate.Refused refused => throw new CommandException(ErrorText.Of(refused.Error)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var progress = Told.Progress(result, "orders queued");
        var outcome = await backfill.RunAsync(
            range,
            CommandActor.Here,
            asked => progress(new SweepProgress(asked, Math.Max(left, asked))),
            cancellation
        );
        var count = outcome is BackfillOutcome.Asked done
            ? done.Orders
            : throw new CommandException(ErrorText.Of(((BackfillOutcome.Refused)outcome).Error));
        if (org.IsServed || org.Installation.Database.Kind == Storage.DatabaseKind.Postgres)
        {
            await TellAsync(result, count, 0, "queued", "The service works them off behind everything else: cpqbilling jobs shows how far it is.");
            return ExitCodes.Done;
        }

        return await WorkOffAsync(result, org, count, cancellation);
    }

    private static async Task<int> WorkOffAsync(ParseResult result, OpenedOrg org, int count, CancellationToken cancellation)
    {
        var progress = Told.Progress(result, "orders billed");
        var (done, refused) = (0, 0);
        await new QueueDrain(org.Billing).RunAsync(
            report =>
            {
                if (!SyncLine.IsComplete(report))
                {
                    Interlocked.Increment(ref refused);
                }

                progress(new(Math.Min(count, Interlocked.Increment(ref done)), count));
            },
            cancellation
        );
        await TellAsync(result, count, refused, "worked off", refused == 0 ? "" : "cpqbilling issues tells what stops the others.");
        return refused == 0 ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static async Task<int> RehearseAsync(ParseResult result, OpenedOrg org, ImmutableArray<string> ids, CancellationToken cancellation)
    {
        // The latest order of a contract is read with all before it.
        var played = await org.Application.Rehearsal.PlayAsync([.. ids.Reverse()], Told.Progress(result, "orders translated"), cancellation);
        var contracts = ((RehearsalOutcome.Played)played).Contracts;
        if (Told.IsJson(result))
        {
            await Told.JsonAsync(result, contracts.Select(Document));
        }
        else
        {
            Told.Table(result, ["order", "account", "sold", "to bill", "requests", "outcome"], contracts.Select(Row));
        }

        return contracts.Any(contract => !contract.Errors.IsEmpty) ? ExitCodes.Refused : ExitCodes.Done;
    }

    private static object Document(RehearsedContract contract) =>
        new
        {
            contract.OrderId,
            contract.Number,
            contract.AccountName,
            contract.Currency,
            contract.Sold,
            contract.Bills,
            contract.Requests,
            Errors = ApiError.Of(contract.Errors),
            contract.Skipped,
        };

    private static string?[] Row(RehearsedContract contract) =>
        [
            contract.Number,
            contract.AccountName,
            Amount(contract.Sold, contract.Currency),
            Amount(contract.Bills, contract.Currency),
            contract.Requests.ToString(CultureInfo.InvariantCulture),
            contract.Skipped ?? string.Join(' ', contract.Errors.Select(error => $"{error.Code} {error.Message}")),
        ];

    private static string Amount(decimal? minor, string? currency) =>
        minor is { } amount && currency is not null ? MoneyText.Of(amount, currency) : "";

    private static async Task TellAsync(ParseResult result, int orders, int refused, string what, string then)
    {
        if (Told.IsJson(result))
        {
            await Told.JsonAsync(
                result,
                new
                {
                    Orders = orders,
                    Refused = refused,
                    State = what,
                }
            );
            return;
        }

        await Told.LineAsync(result, $"{orders} orders {what}, {refused} of them refused. {then}".TrimEnd());
    }

    private static T Found<T>(SalesforceAnswer<T> answer) =>
        answer is SalesforceAnswer<T>.Found found
            ? found.Value
            : throw new CommandException(ErrorText.Of(((SalesforceAnswer<T>.Refused)answer).Error));
}
