using System.CommandLine;
using CpqBilling.Cli.Grammar;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Application.Reconciling;
using CpqBilling.Engine.Application.Words;
using CpqBilling.Engine.Sync;
using NodaTime.Text;

namespace CpqBilling.Cli.Commands;

/// <summary><c>reconcile</c>: holds every contract against Stripe, and repairs by an ordinary sync what one can repair.</summary>
internal static class ReconcileCommand
{
    private static readonly Option<bool> Repair = new("--repair") { Description = "Sync the contracts in which a sync would change something." };

    public static Command Create()
    {
        var command = new Command(
            "reconcile",
            "Hold every contract against Stripe: requests that are left, invoices, totals. Changes nothing by itself."
        )
        {
            Repair,
        };
        OpenedOrg.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    /// <returns>0 when everything is as it must be, 1 when there are findings left.</returns>
    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var org = await OpenedOrg.OpenAsync(result, cancellation);
        var outcome = await LookAsync(result, org, cancellation);
        if (result.GetValue(Repair) && outcome.Findings.Any(IsRepairable))
        {
            foreach (var contract in outcome.Findings.Where(IsRepairable).Select(finding => finding.ContractKey).Distinct())
            {
                var record = new RecordRef("Order", contract);
                var report = await new SyncShell(org.Billing).SyncAsync(
                    record,
                    "reconcile",
                    cancellation,
                    result.InvocationConfiguration.Error.WriteLine
                );
                await result.InvocationConfiguration.Error.WriteLineAsync(SyncLine.Of(new RecordReport(record, report), isJson: false));
            }

            outcome = await LookAsync(result, org, cancellation);
        }

        await TellAsync(result, outcome);
        return outcome.Findings.IsEmpty ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static Task<ReconcileOutcome> LookAsync(ParseResult result, OpenedOrg org, CancellationToken cancellation) =>
        org.Application.Reconciler.RunAsync(Told.Progress(result, "contracts held against Stripe"), cancellation);

    private static bool IsRepairable(ReconcileFinding finding) => finding.Kind == FindingKind.NotInStep;

    private static async Task TellAsync(ParseResult result, ReconcileOutcome outcome)
    {
        if (Told.IsJson(result))
        {
            await Told.JsonAsync(result, outcome);
            return;
        }

        await Told.LineAsync(result, $"{outcome.InOrder} of {outcome.Contracts} contracts are as they must be.");
        if (!outcome.Findings.IsEmpty)
        {
            Told.Table(result, ["order", "account", "finding", "day", "expected", "in Stripe", "what"], outcome.Findings.Select(Row));
        }
    }

    private static string?[] Row(ReconcileFinding finding) =>
        [
            finding.Number,
            finding.AccountName,
            Words(finding.Kind),
            finding.On is { } on ? LocalDatePattern.Iso.Format(on) : "",
            Amount(finding.Expected, finding.Currency),
            Amount(finding.Actual, finding.Currency),
            finding.What,
        ];

    private static string Amount(decimal? minor, string? currency) =>
        minor is { } amount && currency is not null ? MoneyText.Of(amount, currency) : "";

    private static string Words(FindingKind kind) =>
        string.Concat(kind.ToString().Select((letter, at) => at > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"))
            .ToLowerInvariant();
}
