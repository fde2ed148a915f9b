using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Application.Drafts;
using CpqBilling.Engine.Application.Orders;
using CpqBilling.Engine.Application.Previews;
using CpqBilling.Engine.Configurations;
using CpqBilling.Engine.Sync;
using CpqBilling.Engine.Sync.Listing;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Rows;
using CpqBilling.Stripe.Parameters;

namespace CpqBilling.Engine.Application.Mappings;

/// <summary>Which fields of Salesforce stand on which objects of Stripe: as they are, and as a draft would have them, with the values of a real order.</summary>
public sealed class MappingBook(BillingOrg org, ConfigurationBook configurations)
{
    private const string Defaults = "fieldDefaults";
    private const string Paths = "fieldMappings";

    /// <summary>Stripe's objects in the order people meet them.</summary>
    public static ImmutableArray<string> Objects { get; } =
    [
        MappedObject.Customer,
        MappedObject.Schedule,
        MappedObject.Phase,
        MappedObject.Item,
        MappedObject.Product,
        MappedObject.Price,
        MappedObject.PriceOrderItem,
        MappedObject.Coupon,
        MappedObject.Invoice,
        MappedObject.Subscription,
    ];

    /// <summary>Fields of a Stripe object that can be mapped, metadata aside.</summary>
    public static ImmutableArray<MappablePath> FieldsOf(string objectKey) =>
        [.. StripePathCatalog.PathsOf(objectKey).Where(path => path.Kind is not (ParameterKind.List or ParameterKind.Group))];

    /// <summary>Why a Stripe path cannot be mapped; null where it can.</summary>
    public static string? Refusal(MappedKey key) =>
        key.StripePath.StartsWith("metadata.", StringComparison.Ordinal)
            ? MetadataRefusal(key.StripePath["metadata.".Length..])
            : StripePathCatalog.Check(key.ObjectKey, key.StripePath) switch
            {
                KnownPath { Kind: not ParameterKind.List } => null,
                UnknownPath { NearMatches: [_, ..] near } => $"Stripe has no {key.StripePath} there; near are {string.Join(", ", near)}.",
                _ => $"Stripe has no {key.StripePath} there.",
            };

    /// <param name="changes">Field → where it comes from now; <see cref="MappedSource.None"/> takes the mapping out.</param>
    /// <param name="basedOn">The version the person saw.</param>
    public async Task<ConfigurationEdit> DraftAsync(
        IReadOnlyDictionary<MappedKey, MappedSource> changes,
        int basedOn,
        CancellationToken cancellation
    ) =>
        ConfigurationEdit.Of(
            await configurations.CurrentAsync(cancellation),
            json =>
            {
                foreach (var (key, source) in changes)
                {
                    Set(json, Paths, key, source.Path is { } path ? JsonValue.Create(path) : null);
                    Set(json, Defaults, key, source.Fixed is { } text ? FixedValue(key, text) : null);
                }
            }
        ) with
        {
            BasedOn = basedOn,
        };

    /// <summary>Every section with the values of one order, before and after the draft. Reads it once; nothing is sent to Stripe.</summary>
    /// <param name="order">Number or id of an order; null takes the one billed last.</param>
    /// <param name="edit">Null shows the version in force.</param>
    public async Task<MappingSample> SampleAsync(string? order, ConfigurationEdit? edit, CancellationToken cancellation)
    {
        var current = await configurations.CurrentAsync(cancellation) is { } kept ? OrgConfiguration.Read(kept.Json) : OrgConfiguration.Default;
        var draft = edit is null ? current : OrgConfiguration.Read(edit.Json);
        var unknown = await UnknownAsync(draft.Mappings, cancellation);
        var readable = Without(draft.Mappings, unknown.Keys);
        var reading = org with { Mappings = FieldMappings.OfBoth(current.Mappings, readable), Settings = current.Settings };
        var read = await ReadAsync(reading, order, cancellation);
        if (read.Snapshot is not { } snapshot)
        {
            return new MappingSample(null, null, [], read.Error is { } error ? [error] : []);
        }

        var before = SampleBodies.Of(snapshot, current.Mappings);
        var after = edit is null ? before : SampleBodies.Of(snapshot, readable);
        var sections = new SectionReading(snapshot, draft.Mappings, before, after, unknown);
        var contents = ContractContents.Of(snapshot);
        return new MappingSample(
            contents.Orders.IsEmpty ? snapshot.TriggerOrderId : contents.Orders[0].Label,
            contents.Account?.Text("Name"),
            [.. Objects.Select(sections.Of)],
            [.. draft.Errors, .. after.Result is Rejected rejected ? rejected.Errors : []]
        );
    }

    private async Task<SnapshotRead> ReadAsync(BillingOrg reading, string? order, CancellationToken cancellation)
    {
        var found = order is null ? await LastBilledAsync(cancellation) : await new OrderByName(org).FindAsync(order, cancellation);
        return found switch
        {
            SalesforceAnswer<string?>.Found { Value: { } id } => await new SnapshotReader(reading).ReadAsync(id, cancellation),
            SalesforceAnswer<string?>.Refused refused => new SnapshotRead(null, refused.Error),
            _ => new SnapshotRead(null, null),
        };
    }

    private async Task<SalesforceAnswer<string?>> LastBilledAsync(CancellationToken cancellation)
    {
        var page = await new OrderList(org).ReadAsync(new OrderFilter([OrderState.Done], []), 0, 1, cancellation);
        return new SalesforceAnswer<string?>.Found(page.Orders.FirstOrDefault()?.OrderId, 0);
    }

    /// <summary>Mapped fields that the org does not have: object by object, described once.</summary>
    private async Task<Dictionary<MappedKey, ImmutableArray<string>>> UnknownAsync(FieldMappings mappings, CancellationToken cancellation)
    {
        var unknown = new Dictionary<MappedKey, ImmutableArray<string>>();
        var fields = new OrgFields(org);
        foreach (var (objectKey, root) in MappedObject.Roots)
        {
            foreach (var (stripePath, path) in mappings.PathsOf(objectKey).Where(row => SalesforcePath.IsWellFormed(row.Value)))
            {
                var steps = path.Split('.');
                var level = await fields.ReadAsync(root, null, [.. steps[..^1]], cancellation);
                if (level.Error is null && level.Fields.All(field => !field.Name.Equals(steps[^1], StringComparison.OrdinalIgnoreCase)))
                {
                    unknown[new MappedKey(objectKey, stripePath)] = NearNames.Of(steps[^1], level.Fields.Select(field => field.Name));
                }
            }
        }

        return unknown;
    }

    private static FieldMappings Without(FieldMappings mappings, IReadOnlyCollection<MappedKey> unknown) =>
        mappings with
        {
            Paths = mappings.Paths.ToImmutableDictionary(
                table => table.Key,
                table => table.Value.RemoveRange(unknown.Where(key => key.ObjectKey == table.Key).Select(key => key.StripePath))
            ),
        };

    private static void Set(JsonObject json, string part, MappedKey key, JsonValue? value)
    {
        if (value is null)
        {
            (json[part]?[key.ObjectKey] as JsonObject)?.Remove(key.StripePath);
        }
        else
        {
            ConfigurationEdit.Part(ConfigurationEdit.Part(json, part), key.ObjectKey)[key.StripePath] = value;
        }
    }

    /// <summary>As the kind of the field wants it; what does not fit is left as text, and the check says what is wrong with it.</summary>
    private static JsonValue FixedValue(MappedKey key, string text) =>
        StripePathCatalog.Check(key.ObjectKey, key.StripePath) switch
        {
            KnownPath { Kind: ParameterKind.Flag } when bool.TryParse(text, out var flag) => JsonValue.Create(flag),
            KnownPath { Kind: ParameterKind.WholeNumber or ParameterKind.DecimalNumber }
                when decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };

    private static string? MetadataRefusal(string name) =>
        name.Length is 0 or > MetadataLimits.MaxKeyLength
            ? $"A name in metadata has 1 to {MetadataLimits.MaxKeyLength} characters; this one has {name.Length}."
        : name.Contains('[') || name.Contains(']') ? "A name in metadata has no brackets."
        : null;
}
