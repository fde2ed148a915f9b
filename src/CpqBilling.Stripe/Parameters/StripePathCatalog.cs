using System.Collections.Frozen;
using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using Stripe;

namespace CpqBilling.Stripe.Parameters;

/// <summary>A dotted path that can be mapped.</summary>
public sealed record MappablePath(string Path, ParameterKind Kind);

/// <summary>Whether a path can be mapped: a closed union.</summary>
public abstract record PathCheck
{
    private protected PathCheck() { }
}

public sealed record KnownPath(ParameterKind Kind) : PathCheck;

/// <param name="NearMatches">What may have been meant, the nearest first.</param>
public sealed record UnknownPath(ImmutableArray<string> NearMatches) : PathCheck;

/// <summary>The Stripe paths an administrator may map, read from the parameters of the pinned API version.</summary>
/// <remarks>
/// A few paths are no parameters: they steer the connector (docs/rules/mapping.md 1, docs/rules/charges.md 3, docs/rules/prices.md 6). Of lists only the
/// custom fields of invoices can be reached by dots: <c>….custom_fields.LABEL</c>.
/// </remarks>
public static class StripePathCatalog
{
    private static readonly FrozenDictionary<string, Type> Options = new Dictionary<string, Type>
    {
        [MappedObject.Customer] = typeof(CustomerCreateOptions),
        [MappedObject.Product] = typeof(ProductCreateOptions),
        [MappedObject.Price] = typeof(PriceCreateOptions),
        [MappedObject.PriceOrderItem] = typeof(PriceCreateOptions),
        [MappedObject.Schedule] = typeof(SubscriptionScheduleCreateOptions),
        [MappedObject.Phase] = typeof(SubscriptionSchedulePhaseOptions),
        [MappedObject.Item] = typeof(SubscriptionSchedulePhaseItemOptions),
        [MappedObject.Coupon] = typeof(CouponCreateOptions),
        [MappedObject.Invoice] = typeof(InvoiceCreateOptions),
        [MappedObject.Subscription] = typeof(SubscriptionCreateOptions),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, MappablePath[]> Extra = new Dictionary<string, MappablePath[]>
    {
        [MappedObject.Schedule] = [new("iterations", ParameterKind.WholeNumber)],
        [MappedObject.Phase] = [new("iterations", ParameterKind.WholeNumber)],
        [MappedObject.Price] = [new("recurring.aggregate_usage", ParameterKind.Text)],
        [MappedObject.PriceOrderItem] = [new("recurring.aggregate_usage", ParameterKind.Text)],
        [MappedObject.Customer] =
        [
            new("invoice_settings.custom_fields.name", ParameterKind.Text),
            new("invoice_settings.custom_fields.value", ParameterKind.Text),
        ],
    }.ToFrozenDictionary();

    public static IEnumerable<string> ObjectKeys => Options.Keys.Order(StringComparer.Ordinal);

    /// <summary>Every path of an object that ends in a value; metadata stands as <c>metadata</c> without its free names.</summary>
    public static ImmutableArray<MappablePath> PathsOf(string objectKey) =>
        Options.TryGetValue(objectKey, out var type)
            ? [.. Leaves("", OptionShapes.Of(type)).Concat(Extra.GetValueOrDefault(objectKey, [])).OrderBy(path => path.Path, StringComparer.Ordinal)]
            : [];

    public static PathCheck Check(string objectKey, string path)
    {
        if (!Options.TryGetValue(objectKey, out var type))
        {
            return new UnknownPath(NearNames.Of(objectKey, Options.Keys, Distance));
        }

        var plain = path.StartsWith(MappedObject.TerminationPrefix, StringComparison.Ordinal) ? path[MappedObject.TerminationPrefix.Length..] : path;
        var extra = Extra.GetValueOrDefault(objectKey, []).FirstOrDefault(known => known.Path == plain);
        return extra is not null ? new KnownPath(extra.Kind)
            : IsCustomField(type, plain) ? new KnownPath(ParameterKind.Text)
            : KindAt(OptionShapes.Of(type), plain) is { } kind ? new KnownPath(kind)
            : new UnknownPath(NearNames.Of(plain, PathsOf(objectKey).Select(known => known.Path), Distance));
    }

    /// <summary>The label of a field on invoices may hold dots and spaces: it is printed as it stands.</summary>
    private static bool IsCustomField(Type type, string path) =>
        CustomFields.LabelOf(path) is { Length: > 0 and <= CustomFields.LongestLabel } label
        && KindAt(OptionShapes.Of(type), path[..^(label.Length + 1)]) == ParameterKind.List;

    /// <summary>The kind of the value at a path; null when the path leads nowhere, or to a group.</summary>
    private static ParameterKind? KindAt(GroupShape options, string path)
    {
        ParameterShape? shape = options;
        for (var rest = path; shape is not null; )
        {
            if (shape is NamedShape free)
            {
                // A free name may hold dots and spaces: all that follows is one name.
                return rest.Length > 0 && free.Value is ValueShape value ? value.Kind : null;
            }

            var dot = rest.IndexOf('.');
            shape = shape.Child(dot < 0 ? rest : rest[..dot]);
            if (dot < 0)
            {
                return shape is ValueShape or ListShape && path != "expand" ? shape.Kind : null;
            }

            rest = rest[(dot + 1)..];
        }

        return null;
    }

    private static IEnumerable<MappablePath> Leaves(string prefix, GroupShape group) =>
        group
            .Children.Where(child => child.Key != "expand")
            .SelectMany(child =>
                child.Value switch
                {
                    GroupShape inner => Leaves($"{prefix}{child.Key}.", inner),
                    _ => [new MappablePath(prefix + child.Key, child.Value.Kind)],
                }
            );

    /// <summary>A known last part under another parent is one mistake, however long the parent is.</summary>
    private static int Distance(string path, string candidate) =>
        path.Length > 0 && (candidate.EndsWith("." + path, StringComparison.Ordinal) || path.EndsWith("." + candidate, StringComparison.Ordinal))
            ? 1
            : NearNames.Distance(path, candidate);
}
