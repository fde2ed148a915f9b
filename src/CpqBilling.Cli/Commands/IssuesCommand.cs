using System.CommandLine;
using System.Globalization;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Application.Words;
using CpqBilling.Storage.Rows;
using CpqBilling.Web.Api;

namespace CpqBilling.Cli.Commands;

/// <summary><c>issues</c>: what holds money back, by cause, and what to do about each.</summary>
internal static class IssuesCommand
{
    private static readonly Argument<string?> Code = new("CODE")
    {
        Description = "An error code, to see every order that it stops.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create()
    {
        var command = new Command("issues", "List what holds money back, by cause, with what to do about it.") { Code };
        OpenedOrg.AddTo(command);
        RemoteOrg.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    /// <returns>0 when nothing needs anybody, 1 when something does.</returns>
    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        using var remote = await RemoteOrg.FindAsync(result, cancellation);
        var code = result.GetValue(Code);
        var all = remote is null ? await ReadAsync(result, cancellation) : await remote.GetAsync<ApiIssue[]>("issues", cancellation);
        var issues = all.Where(issue => code is null || issue.Code == code).ToList();
        if (Told.IsJson(result))
        {
            await Told.JsonAsync(result, issues);
        }
        else if (issues.Count == 0)
        {
            await Told.LineAsync(result, code is null ? "Nothing holds money back." : $"No order is stopped by {code}.");
        }
        else if (code is null)
        {
            Told.Table(result, ["code", "stands", "orders", "holds back", "since", "what it is", "what to do"], issues.Select(Row));
        }
        else
        {
            Told.Table(
                result,
                ["order", "account", "record", "what is wrong", "what to do"],
                issues.SelectMany(issue => issue.Orders).SelectMany(Rows)
            );
        }

        return issues.Exists(issue => issue.State == OrderWords.Slug(OrderState.NeedsYou)) ? ExitCodes.Refused : ExitCodes.Done;
    }

    private static async Task<ApiIssue[]> ReadAsync(ParseResult result, CancellationToken cancellation)
    {
        var org = await OpenedOrg.OpenAsync(result, cancellation);
        return [.. (await org.Application.Issues.ReadAsync(cancellation)).Select(ApiIssue.Of)];
    }

    private static string?[] Row(ApiIssue issue) =>
        [
            issue.Code,
            issue.State.Replace('-', ' '),
            issue.Orders.Length.ToString(CultureInfo.InvariantCulture),
            string.Join(", ", issue.HeldBack.Select(held => MoneyText.Of(held.Minor, held.Currency))),
            Told.Time(issue.Since),
            issue.Meaning,
            issue.Fix,
        ];

    private static IEnumerable<string?[]> Rows(ApiOrder order) =>
        order.Errors.Select(error => new[] { order.Number, order.AccountName, error.RecordId, error.Message, error.Fix });
}
