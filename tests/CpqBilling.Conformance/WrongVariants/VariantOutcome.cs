using System.Text.Json.Nodes;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Replay;

namespace CpqBilling.Conformance.WrongVariants;

/// <summary>Replays a wrong contract: it is told in words and leaves nothing behind, or it is billed.</summary>
internal static class VariantOutcome
{
    private static readonly string[] Fine = ["synced", "unchanged", "skipped", "success", "unrecorded"];

    /// <summary>What must not happen, or null.</summary>
    public static async Task<string?> ProblemAsync(JsonObject file, ReplayStage stage, CancellationToken cancellation)
    {
        var path = Path.Combine(Path.GetTempPath(), $"cpqbilling-variant-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(path, file.ToJsonString(), cancellation);
        try
        {
            var replayed = await new ReplayRunner(CaseFile.Read(path)).RunAsync(stage, cancellation);
            return Problem(replayed["runs"]!.AsArray());
        }
        catch (CommandException)
        {
            return null; // the file says what is wrong with it
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            return $"{defect.GetType().Name}: {defect.Message} {string.Join(' ', defect.StackTrace?.Split('\n').Take(4) ?? [])}";
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string? Problem(JsonArray runs)
    {
        IReadOnlySet<string> before = new HashSet<string>();
        foreach (var run in runs.OfType<JsonObject>())
        {
            var errors = run["errors"]!.AsArray().Select(error => Said(error!)).ToList();
            if (errors.Find(error => error.StartsWith("SYNC-9", StringComparison.Ordinal)) is { } defect)
            {
                return defect;
            }

            var held = Held(run["stripe"]!.AsObject());
            if (errors.Count > 0 && !Fine.Contains(run["outcome"]!.ToString()) && held.Except(before).ToList() is { Count: > 0 } left)
            {
                return $"{string.Join(" ", errors.Take(2))} leaves {string.Join(" ", left.Take(4))}";
            }

            before = held;
        }

        return null;
    }

    private static string Said(JsonNode error) =>
        $"{error["code"]} {error["record"]} {error["message"]} {string.Join(' ', error["detail"]?.ToString().Split('\n').Take(4) ?? [])}";

    /// <summary>What only a sync makes: bills, and subscriptions of schedules that begin, come with the time between two runs.</summary>
    private static HashSet<string> Held(JsonObject stripe) =>
        [
            .. stripe
                .Where(kind => kind.Key is "customers" or "products" or "prices" or "coupons" or "subscription_schedules")
                .SelectMany(kind => kind.Value!.AsArray())
                .Select(held => held!["id"]!.ToString()),
        ];
}
