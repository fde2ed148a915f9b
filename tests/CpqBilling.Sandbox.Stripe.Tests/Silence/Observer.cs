using System.Collections.Concurrent;

namespace CpqBilling.Sandbox.Stripe.Tests.Silence;

/// <summary>What came of a call: the answer and the events after it, as texts that are equal for equal things; or the error.</summary>
internal sealed record Observation(string Seen, JsonNode? Error);

/// <summary>Makes calls, each in an account of its own unless it only reads.</summary>
internal sealed class Observer(Door door) : IDisposable
{
    private readonly ConcurrentDictionary<string, Task<Observation>> _made = [];
    private readonly Lazy<Task<Stage>> _full = new(() => FullAsync(door));
    private readonly SemaphoreSlim _reading = new(1);

    public void Dispose() => _reading.Dispose();

    /// <param name="named">A value whose objects exist in the account, whether the form names them or not.</param>
    public Task<Observation> ObserveAsync(Recipe recipe, Form form, string named)
    {
        var objects = named.Contains('{') ? named : "";
        if (recipe.Method == "GET")
        {
            // All readings share an account, where each of them may add the objects that it names.
            return ReadAsync(recipe, form, objects);
        }

        return _made.GetOrAdd($"{recipe.Name} {recipe.Path} {form} {objects}", _ => MakeAsync(recipe, form, objects));
    }

    /// <summary>A value that stands for a place in a list: its first object, its last, or its second page.</summary>
    public async Task<string> PlaceAsync(Recipe recipe, Form form, string value)
    {
        if (value is not ("{^}" or "{$}" or "{>}"))
        {
            return value;
        }

        await _reading.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var asked = value == "{>}" ? form.With("limit", "1") : form;
            var (_, body) = await (await _full.Value).SendAsync("GET", recipe.Path, asked.ToString());
            if (body["data"] is not JsonArray { Count: > 1 } list)
            {
                return $"{recipe.Name} lists nothing: {body.ToJsonString()}";
            }

            return (string)
                (
                    value == "{>}" ? body["next_page"]
                    : value == "{^}" ? list[0]!["id"]
                    : list[^1]!["id"]
                )!;
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<Observation> ReadAsync(Recipe recipe, Form form, string objects)
    {
        await _reading.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var stage = await _full.Value;
            await stage.FillAsync($"{recipe.Path}{form}{objects}");
            var (status, body) = await stage.SendAsync("GET", recipe.Path, form.Without(name => name == Companions.Needs).ToString());
            return status == 200 ? new Observation(stage.Settled(body.ToJsonString()), null) : new Observation("", body["error"]);
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<Observation> MakeAsync(Recipe recipe, Form form, string objects)
    {
        var stage = new Stage(door);
        await stage.FillAsync($"{recipe.Path}{form}{objects}");
        var before = (await stage.SendAsync("GET", "/v1/events", "limit=1")).Body["data"]!.AsArray();
        var sent = form.Without(name => name == Companions.Needs).ToString();
        var (status, body) = await stage.SendAsync(recipe.Method, recipe.Path, sent);
        if (status != 200)
        {
            return new Observation("", body["error"]);
        }

        var query = before.Count == 0 ? "limit=100" : $"limit=100&ending_before={before[0]!["id"]}";
        var events = (await stage.SendAsync("GET", "/v1/events", query)).Body["data"]!.ToJsonString();
        return new Observation(stage.Settled(body.ToJsonString() + events), null);
    }

    private static async Task<Stage> FullAsync(Door door)
    {
        var stage = new Stage(door);
        await stage.FillAsync(Stage.Everything);
        return stage;
    }
}
