using System.CommandLine;
using System.Text.Json.Nodes;
using CpqBilling.Cli.Grammar;
using CpqBilling.Cli.Replay;

namespace CpqBilling.Cli.Commands;

/// <summary><c>replay FILE…</c>: plays contracts exported from an org against the embedded sandboxes.</summary>
internal static class ReplayCommand
{
    private static readonly Argument<string[]> Files = new Argument<string[]>("FILE")
    {
        Description = "Case files: records, settings and runs. Each is played for itself.",
        Arity = ArgumentArity.OneOrMore,
    }.AsExistingFile();

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Print everything both sides hold as JSON (the default): one document, an array of them for several files.",
    };

    private static readonly Option<bool> Explain = new("--explain")
    {
        Description = "Print the timeline, the plan and the invoices to expect, for people.",
    };

    public static Command Create()
    {
        var command = new Command("replay", "Play contracts against the embedded sandboxes.") { Files, Json, Explain };
        command.Excludes(Explain, Json);
        command.SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        // Every file is read before the first is played: a wrong one costs nobody the others' time.
        var cases = result.GetValue(Files)!.Select(CaseFile.Read).ToList();
        await using var stage = new ReplayStage();
        var documents = new JsonArray();
        foreach (var file in cases)
        {
            var runner = new ReplayRunner(file);
            documents.Add(await runner.RunAsync(stage, cancellation));
            if (result.GetValue(Explain))
            {
                Tell(runner, result);
            }
        }

        if (!result.GetValue(Explain))
        {
            var document = documents is [{ } only] ? only : documents;
            await result.InvocationConfiguration.Output.WriteLineAsync(document.ToJsonString(JsonText.Indented));
        }

        return ExitCodes.Done;
    }

    private static void Tell(ReplayRunner runner, ParseResult result)
    {
        foreach (var (run, report) in runner.Reports)
        {
            var outcome = report.Outcome.ToString().ToLowerInvariant();
            new Explanation($"{run.Sync} on {run.Now}", outcome, report.Errors, report.Translation, runner.Readable).Print(Screen.Of(result));
        }
    }
}
