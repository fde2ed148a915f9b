using System.Text.Json;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Tests.Worlds;
using CpqBilling.Core.Translation;

namespace CpqBilling.Core.Tests.Scenarios;

/// <summary>A folder of tests/CpqBilling.Scenarios: what is known when a sync begins, and the world it happens in.</summary>
/// <remarks>
/// Keys of input.json: now, trigger, salesforce, settings, fieldDefaults, fieldMappings; optional are eligible, orgCurrency, stripeAccount, stripe (objects
/// held before), effectiveInstants, earlier: syncs { now, trigger } that have been done before, on the records created by then and under
/// fieldDefaults and fieldMappings of their own if they have any. What was changed after them: changedInStripe, items { phase, item,
/// quantity }, and changedInSalesforce, fields by record.
/// </remarks>
internal sealed class Scenario
{
    private readonly JsonElement _input;

    public Scenario(string name)
    {
        Name = name;
        Folder = Path.Combine(Root, name);
        _input = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "input.json"))).RootElement;
        Now = JsonRecords.Moment(_input.GetProperty("now"));
        World = MakeWorld();
    }

    public static string Root => KnownDifferences.Folder("ScenarioFolder");

    public string Name { get; }

    public string Folder { get; }

    public Instant Now { get; }

    public World World { get; }

    public string Trigger => _input.GetProperty("trigger").GetString()!;

    /// <summary>Area/Situation_Variation of every folder that has an input.</summary>
    public static IEnumerable<string> Names() =>
        Directory
            .EnumerateFiles(Root, "input.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public OrderSnapshot Snapshot() => World.At(Now, Trigger, Eligible);

    /// <summary>The same a minute later, for the run that must find nothing to do.</summary>
    public OrderSnapshot SnapshotAfterwards() => World.At(Now + Duration.FromMinutes(1), Trigger, Eligible);

    private HashSet<string>? Eligible =>
        _input.TryGetProperty("eligible", out var ids) ? ids.EnumerateArray().Select(id => id.GetString()!).ToHashSet() : null;

    private World MakeWorld()
    {
        var read = _input.TryGetProperty("settings", out var json) ? SettingsReader.Read(json) : new BillingSettings();
        Assert.True(read.Errors.IsEmpty, string.Join('\n', read.Errors.Select(error => error.Message)));
        var world = new World
        {
            Settings = read.Value!,
            OrgCurrency = _input.TryGetProperty("orgCurrency", out var currency) ? currency.GetString() : "usd",
            StripeAccountId = _input.TryGetProperty("stripeAccount", out var account) ? account.GetString() : null,
        };
        foreach (var record in JsonRecords.Records(_input.GetProperty("salesforce")))
        {
            world.Add(record);
        }

        foreach (var known in List("stripe"))
        {
            Put(world, known);
        }

        foreach (var run in List("earlier"))
        {
            var hasOwnMappings = run.TryGetProperty("fieldDefaults", out _) || run.TryGetProperty("fieldMappings", out _);
            world.Mappings = JsonRecords.Mappings(hasOwnMappings ? run : _input);
            SyncBefore(world, JsonRecords.Moment(run.GetProperty("now")), run.GetProperty("trigger").GetString()!);
        }

        world.Mappings = JsonRecords.Mappings(_input);
        Change(world);

        if (_input.TryGetProperty("effectiveInstants", out var instants))
        {
            foreach (var entry in instants.EnumerateObject())
            {
                world.Remember(entry.Name, JsonRecords.Moment(entry.Value));
            }
        }

        return world;
    }

    private static void Put(World world, JsonElement known)
    {
        if (known.GetProperty("kind").GetString() != "meter")
        {
            world.Stripe.Put(StripeInput.Read(known));
            return;
        }

        var formula = known.TryGetProperty("formula", out var named) ? StripeWord.Read<UsageFormula>(named.GetString()) : null;
        world.Stripe.PutMeter(known.GetProperty("eventName").GetString()!, known.GetProperty("id").GetString()!, formula);
    }

    private void Change(World world)
    {
        foreach (var change in List("changedInStripe"))
        {
            if (change.TryGetProperty("heldBy", out var schedule))
            {
                world.Stripe.Hold(schedule.GetString()!, change.TryGetProperty("plansNothing", out _));
                continue;
            }

            if (change.TryGetProperty("oneTimeItems", out _))
            {
                world.Stripe.TakeOneTimeItemsAway(change.GetProperty("phase").GetInt32());
                continue;
            }

            world.Stripe.ChangeQuantity(
                change.GetProperty("phase").GetInt32(),
                change.GetProperty("item").GetInt32(),
                change.GetProperty("quantity").GetInt64()
            );
        }

        foreach (var record in _input.TryGetProperty("changedInSalesforce", out var changes) ? changes.EnumerateObject() : default)
        {
            foreach (var field in record.Value.EnumerateObject())
            {
                world.Set(record.Name, field.Name, JsonRecords.Scalar(field.Value));
            }
        }
    }

    private void SyncBefore(World world, Instant now, string trigger)
    {
        var snapshot = world.At(now, trigger, Eligible);
        var result = OrderTranslator.Translate(snapshot);
        world.Note(
            result as Translated ?? throw new InvalidOperationException($"{Name}: the sync at {now} was not translated: {Outcome.Describe(result)}"),
            snapshot
        );
    }

    private JsonElement.ArrayEnumerator List(string key) => _input.TryGetProperty(key, out var list) ? list.EnumerateArray() : default;
}
