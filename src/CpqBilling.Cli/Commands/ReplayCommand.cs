using System.CommandLine;
using System.Text.Json;
using CpqBilling.Cli.Replay;

namespace CpqBilling.Cli.Commands;

/// <summary><c>replay FILE</c>: plays a contract exported from an org against the embedded sandboxes.</summary>
internal static class ReplayCommand
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A case file: records, settings and runs." };
        var json = new Option<bool>("--json") { Description = "Print everything both sides hold as one JSON document (the default)." };
        var explain = new Option<bool>("--explain") { Description = "Print the timeline, the plan and the invoices to expect, for people." };
        var command = new Command("replay", "Play a contract against the embedded sandboxes.") { file, json, explain };
        command.SetAction(
            (result, cancellation) => CommandShell.RunAsync(() => RunAsync(result.GetValue(file)!, result.GetValue(explain), cancellation))
        );
        return command;
    }

    private static async Task<int> RunAsync(string path, bool explain, CancellationToken cancellation)
    {
        var runner = new ReplayRunner(CaseFile.Read(path));
        var document = await runner.RunAsync(cancellation);
        if (explain)
        {
            foreach (var (run, report) in runner.Reports)
            {
                var outcome = report.Outcome.ToString().ToLowerInvariant();
                new Explanation($"{run.Sync} on {run.Now}", outcome, report.Errors, report.Translation, runner.Readable).Print();
            }
        }
        else
        {
            Console.WriteLine(document.ToJsonString(Indented));
        }

        return 0;
    }
}
