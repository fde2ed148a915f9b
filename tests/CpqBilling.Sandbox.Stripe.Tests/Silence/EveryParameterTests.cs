using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace CpqBilling.Sandbox.Stripe.Tests.Silence;

/// <summary>Every parameter of the pinned client, sent to every endpoint of the sandbox, is seen or refused: none is dropped in silence.</summary>
public sealed class EveryParameterTests(ITestOutputHelper output)
{
    /// <summary>Parameters whose effect another test shows, since one call with and one without cannot.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["POST /v1/prices transfer_lookup_key"] = "ObjectRuleTests: the key goes from one price to the other",
        ["POST /v1/prices/{} transfer_lookup_key"] = "ObjectRuleTests: the key goes from one price to the other",
        ["DELETE /v1/subscription_items/{} payment_behavior"] =
            "PaymentExamples: what cannot be paid is refused, waits or leaves the subscription behind",
        ["POST /v1/subscriptions/{} payment_behavior"] = "PaymentExamples: what cannot be paid is refused, waits or leaves the subscription behind",
        ["POST /v1/subscription_items payment_behavior"] = "PaymentExamples: what cannot be paid is refused, waits or leaves the subscription behind",
        ["POST /v1/subscription_items/{} payment_behavior"] =
            "PaymentExamples: what cannot be paid is refused, waits or leaves the subscription behind",
        ["POST /v1/test_helpers/test_clocks customer"] = "the customer's next reading shows the clock",
    };

    [Fact]
    public async Task EveryParameterOfTheClient_IsSeenOrRefusedByName()
    {
        var routes = Resources.Routes();
        var read = ClientParameters.Load();
        using var observer = new Observer(new Door());
        List<(Recipe Recipe, ClientParameter Parameter)> trials =
        [
            .. ClientEndpoints
                .All()
                .Where(endpoint => routes.Match(endpoint.Method, endpoint.Path) is not null)
                .SelectMany(endpoint => read.Of(endpoint.Options).Select(parameter => (Recipes.For(endpoint), parameter))),
        ];
        var verdicts = new ConcurrentBag<Verdict>();
        await Parallel.ForEachAsync(
            trials,
            TestContext.Current.CancellationToken,
            async (trial, _) => verdicts.Add(await new Trial(observer, trial.Recipe, trial.Parameter).RunAsync())
        );
        foreach (var group in verdicts.GroupBy(verdict => verdict.Outcome).OrderBy(group => group.Key))
        {
            output.WriteLine($"{group.Key}: {group.Count()}");
        }

        var open = verdicts
            .Where(verdict => verdict.Outcome is Outcome.Silent or Outcome.Unknown)
            .Where(verdict => !Elsewhere.ContainsKey(verdict.Name))
            .ToList();
        open.ForEach(verdict => output.WriteLine(verdict.ToString()));
        var unshown = await File.ReadAllLinesAsync(Unshown(), TestContext.Current.CancellationToken);
        output.WriteLine($"{trials.Count} parameters sent: {open.Count} not shown yet, of {unshown.Length} that are listed");
        Assert.True(trials.Count > 2500, $"{trials.Count} parameters only");
        Assert.DoesNotContain(open, verdict => !unshown.Contains(verdict.Name));
    }

    /// <summary>Parameters of which a single call shows nothing, neither that they are kept nor that they are not. The list may only get shorter.</summary>
    private static string Unshown([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "unshown.txt");
}
