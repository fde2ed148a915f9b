using System.CommandLine;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Rows;
using CpqBilling.Web.Api;

namespace CpqBilling.Cli.Commands;

/// <summary><c>retry</c>: looks again at orders that something stopped, now.</summary>
/// <remarks>Each under the lease of its contract, as a service beside it would.</remarks>
internal static class RetryCommand
{
    private static readonly Argument<string[]> Orders = new("ORDER") { Description = "Ids or numbers of orders.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string?> Code = new("--code") { Description = "All orders that this error code stops." };
    private static readonly Option<bool> All = new("--all") { Description = "All orders that anything stops." };

    public static Command Create()
    {
        var command = new Command("retry", "Look again, now, at orders that something stopped: by name, by error code, or all.")
        {
            Orders,
            Code,
            All,
        };
        OpenedOrg.AddTo(command);
        RemoteOrg.AddTo(command);
        command.Excludes(All, [Code]).SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    /// <returns>0 when all of them are billed, 1 when one is stopped still.</returns>
    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var named = result.GetValue(Orders) ?? [];
        if (named.Length == 0 && result.GetValue(Code) is null && !result.GetValue(All))
        {
            throw new UsageException("Say which orders: their ids or numbers, --code CODE, or --all.");
        }

        using var remote = await RemoteOrg.FindAsync(result, cancellation);
        if (remote is not null)
        {
            return await AskAsync(result, remote, named, cancellation);
        }

        var org = await OpenedOrg.OpenAsync(result, cancellation);
        var ids = await IdsAsync(result, org, named, cancellation);
        var progress = Told.Progress(result, "orders looked at");
        var isComplete = true;
        for (var at = 0; at < ids.Count; at++)
        {
            var record = new RecordRef("Order", SalesforceId.Full(ids[at]));
            var report = new RecordReport(
                record,
                await new SyncShell(org.Billing).SyncAsync(record, "retry", cancellation, result.InvocationConfiguration.Error.WriteLine)
            );
            isComplete &= SyncLine.IsComplete(report);
            await Told.LineAsync(result, SyncLine.Of(report, Told.IsJson(result)));
            progress(new(at + 1, ids.Count));
        }

        return isComplete ? ExitCodes.Done : ExitCodes.Refused;
    }

    /// <summary>A service elsewhere is asked and does it by itself; what came of it tell its issues.</summary>
    private static async Task<int> AskAsync(ParseResult result, RemoteOrg remote, string[] named, CancellationToken cancellation)
    {
        var asked = 0;
        foreach (var order in named)
        {
            await remote.PostAsync<ApiQueued>($"orders/{Uri.EscapeDataString(order)}/sync", cancellation);
            asked++;
        }

        IEnumerable<string> codes =
            result.GetValue(All) ? (await remote.GetAsync<ApiIssue[]>("issues", cancellation)).Select(issue => issue.Code).Distinct()
            : result.GetValue(Code) is { } code ? [code]
            : [];
        foreach (var stopped in codes)
        {
            asked += (await remote.PostAsync<ApiRetried>($"issues/{Uri.EscapeDataString(stopped)}/retry", cancellation)).Orders;
        }

        await Told.LineAsync(
            result,
            asked == 1 ? "The service was asked to look at one order again." : $"The service was asked to look at {asked} orders again."
        );
        return ExitCodes.Done;
    }

    private static async Task<IReadOnlyList<string>> IdsAsync(ParseResult result, OpenedOrg org, string[] named, CancellationToken cancellation)
    {
        var ids = new List<string>();
        foreach (var order in named)
        {
            ids.Add(await OrderIds.OfAsync(org.Billing, order, cancellation));
        }

        if (named.Length > 0 && result.GetValue(Code) is null)
        {
            return ids;
        }

        var code = result.GetValue(Code);
        var issues = (await org.Application.Issues.ReadAsync(cancellation)).Where(issue =>
            code is null ? issue.State is OrderState.NeedsYou or OrderState.Retrying : issue.Code == code
        );
        return [.. ids.Concat(issues.SelectMany(issue => issue.Orders).Select(order => order.Order.OrderId)).Distinct()];
    }
}
