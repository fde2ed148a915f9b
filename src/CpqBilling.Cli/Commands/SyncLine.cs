using System.Text.Json.Nodes;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Sync;

namespace CpqBilling.Cli.Commands;

/// <summary>What became of a sync, as one line for each record with its errors below it.</summary>
internal static class SyncLine
{
    public static bool IsComplete(RecordReport report) =>
        report.Report.Outcome is not (SyncOutcome.Rejected or SyncOutcome.Failed or SyncOutcome.Unrecorded);

    public static string Of(RecordReport report, bool isJson) => isJson ? Document(report) : Text(report);

    private static string Text(RecordReport report)
    {
        var outcome = $"{report.Report.Outcome.ToString().ToLowerInvariant(), -9} {report.Record.Type} {report.Record.Id} {report.Report.StripeId}";
        var errors = report.Report.Errors.Select(error => $"  {error.Code} {error.Record.Type} {error.Record.Id}: {error.Message} {error.Fix}");
        return string.Join(Environment.NewLine, errors.Prepend(outcome.TrimEnd()));
    }

    private static string Document(RecordReport report) =>
        new JsonObject
        {
            ["type"] = report.Record.Type,
            ["id"] = report.Record.Id,
            ["outcome"] = report.Report.Outcome.ToString().ToLowerInvariant(),
            ["stripeId"] = report.Report.StripeId,
            ["errors"] = new JsonArray([.. report.Report.Errors.Select(Demo.DemoDocument.Error)]),
        }.ToJsonString(JsonText.Line);
}
