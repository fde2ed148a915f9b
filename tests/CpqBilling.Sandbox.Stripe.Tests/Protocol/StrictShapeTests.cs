using CpqBilling.Sandbox.Stripe.Tests.Clients;

namespace CpqBilling.Sandbox.Stripe.Tests.Protocol;

/// <summary>Every answer and every object in an event, held against the types of the npm package <c>stripe</c> as a strict schema.</summary>
[Collection(SandboxTests.Name)]
public sealed class StrictShapeTests(SandboxFixture fixture, ITestOutputHelper output)
{
    [Fact]
    public async Task EveryAnswer_HasTheShapeOfItsType()
    {
        using var world = await World.StartAsync(fixture);
        var story = new WholeStory(world);
        await story.TellAsync();
        var verdict = await CheckAsync(story.Answers);
        var counted = verdict["counted"]!.AsObject();
        var faults = verdict["faults"]!.AsArray().Select(fault => (string)fault!).ToList();
        output.WriteLine($"{counted.Sum(kind => (int)kind.Value!)} objects of {counted.Count} kinds, {faults.Count} faults");
        Assert.True(counted.Count >= 30, counted.ToJsonString());
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task TheCheck_FindsWhatIsWrong()
    {
        var verdict = await CheckAsync([
            new JsonObject
            {
                ["object"] = "refund",
                ["id"] = 7,
                ["more"] = true,
                ["amount"] = null,
                ["status"] = null,
                ["reason"] = "boredom",
            },
        ]);
        string[] expected =
        [
            "refund.id: 7 instead of a text (1 times)",
            "refund.amount: null instead of a number (1 times)",
            "refund.charge: missing (1 times)",
            "refund.more: unknown (1 times)",
        ];
        var faults = verdict["faults"]!.AsArray().Select(fault => (string)fault!).ToList();
        Assert.Superset(expected.ToHashSet(), faults.ToHashSet());
        Assert.Contains(faults, fault => fault.StartsWith("refund.reason: \"boredom\"", StringComparison.Ordinal));
    }

    private static async Task<JsonObject> CheckAsync(IReadOnlyList<JsonObject> answers) =>
        (await NodeScript.RunAsync("strict.mjs", new JsonArray([.. answers.Select(answer => answer.DeepClone())]).ToJsonString())).AsObject();
}
