using System.Text.Json.Nodes;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Replay;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>A case file that is wrong anywhere is refused in a sentence before anything is played.</summary>
public sealed class CaseFileTests : IDisposable
{
    private readonly ServiceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{ "salesforce": {}, "runs": [{ "sync": "Order#1", "now": null }] }""", "a run or a change of it needs a text for \"now\".")]
    [InlineData("""{ "salesforce": {}, "runs": [{ "sync": "", "now": "2026-01-01T00:00:00Z" }] }""", "needs a text for \"sync\".")]
    [InlineData("""{ "salesforce": {}, "runs": [{ "sync": "Order#1", "now": "soon" }] }""", "soon")]
    [InlineData("""{ "salesforce": { "": [] }, "runs": [] }""", "salesforce has an empty key.")]
    [InlineData("""{ "salesforce": { "Order": [{ "Id": "Order#1", " ": 1 }] }, "runs": [] }""", "salesforce.Order[0] has an empty key.")]
    [InlineData("""{ "salesforce": {}, "runs": [], "settings": { "": 1 } }""", "settings has an empty key.")]
    [InlineData("""{ "salesforce": { "Order": [null] }, "runs": [] }""", "a record of Order is no object.")]
    [InlineData("""{ "salesforce": [], "runs": [] }""", "")]
    [InlineData("""{ "salesforce": {}, "salesforce": {}, "runs": [] }""", "salesforce")]
    [InlineData("[]", "it needs the keys salesforce and runs.")]
    [InlineData("", "")]
    public async Task WrongFile_IsOneSentence(string json, string sentence)
    {
        await File.WriteAllTextAsync(_folder.File("case.json"), json, TestContext.Current.CancellationToken);

        var (code, output, error) = await CommandLine.SaidAsync("replay", _folder.File("case.json"));

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith($"{_folder.File("case.json")} is not a case file: ", error, StringComparison.Ordinal);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.DoesNotContain("defect", error, StringComparison.Ordinal);
    }

    /// <summary>Every value of a right file in turn becomes nothing, a number, a text, a list and an object.</summary>
    [Fact]
    public void EveryValueOfAFile_CanBeWrong_WithoutADefect()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "quantity-raised.json"));
        var places = Places(JsonNode.Parse(text)!).Count();
        var (refused, read) = (0, 0);
        for (var place = 0; place < places; place++)
        {
            foreach (var wrong in new[] { "null", "-1.5", "\"\"", "[]", "{}" })
            {
                var json = JsonNode.Parse(text)!;
                Places(json).ElementAt(place)(JsonNode.Parse(wrong));
                File.WriteAllText(_folder.File("case.json"), json.ToJsonString());
                try
                {
                    CaseFile.Read(_folder.File("case.json"));
                    read++;
                }
                catch (CommandException)
                {
                    refused++;
                }
            }
        }

        Assert.True(refused > 50 && read > 500, $"{refused} refused, {read} read");
    }

    [Fact]
    public async Task SeveralFiles_AreEachPlayedAsIfAlone()
    {
        var (raised, records) = (Case("quantity-raised"), Case("records-alone"));

        var (_, alone) = await CommandLine.RunAsync("replay", records);
        var (code, together) = await CommandLine.RunAsync("replay", raised, records, records);

        Assert.Equal(0, code);
        var documents = JsonNode.Parse(together)!.AsArray();
        Assert.Equal(3, documents.Count);
        Assert.Equal(Outcomes(JsonNode.Parse(alone)!), Outcomes(documents[1]!));
        Assert.Equal(Outcomes(JsonNode.Parse(alone)!), Outcomes(documents[2]!));
        Assert.NotEqual(Outcomes(documents[0]!), Outcomes(documents[1]!));
    }

    private static string Case(string name) => Path.Combine(AppContext.BaseDirectory, "Cases", $"{name}.json");

    /// <summary>What came of each run, how much Stripe holds then, and every request.</summary>
    private static string Outcomes(JsonNode document) =>
        string.Join(
            "; ",
            document["runs"]!
                .AsArray()
                .Select(run =>
                {
                    var held = run!["stripe"]!.AsObject().Select(list => $"{list.Key} {list.Value!.AsArray().Count}");
                    var calls = run["calls"]!["stripe"]!.AsArray().Select(call => $"{call!["method"]} {$"{call["path"]}".Split('_')[0]}");
                    return $"{run["outcome"]}: {string.Join(", ", held)}: {string.Join(", ", calls)}";
                })
        );

    private static IEnumerable<Action<JsonNode?>> Places(JsonNode node) =>
        node switch
        {
            JsonObject members => members
                .ToList()
                .SelectMany(member => (member.Value is null ? [] : Places(member.Value)).Prepend(wrong => members[member.Key] = wrong)),
            JsonArray items => Enumerable
                .Range(0, items.Count)
                .SelectMany(index => (items[index] is { } item ? Places(item) : []).Prepend(wrong => items[index] = wrong)),
            _ => [],
        };
}
