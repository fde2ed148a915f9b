namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>One kind of object, registered once: how it is named, kept, found, shown and searched. Whoever handles all kinds goes through this.</summary>
internal abstract class Kind
{
    /// <summary>What answers call it in <c>object</c>, and the state file in its rows.</summary>
    public required string Name { get; init; }

    /// <summary>How its ids begin.</summary>
    public required string Prefix { get; init; }

    /// <summary>The fields of other objects that hold its id, and so can be expanded.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    public PreviewTable InPreview { get; init; } = PreviewTable.Own;

    /// <summary>Where it is searched, as in <c>customers</c>; null when it is not.</summary>
    public string? SearchedAt { get; init; }

    public abstract Type Subject { get; }

    public abstract IReadOnlyDictionary<string, FieldKind> SearchedBy { get; }

    /// <summary>A table for a new account, or for a preview on top of another.</summary>
    public abstract object OpenTable(Account? real);

    public abstract StripeObject? Find(Account account, string id);

    public abstract JsonObject Show(Account account, StripeObject item);

    /// <summary>A field that is shown only when expanded; null when there is none of that name.</summary>
    public abstract JsonNode? Hidden(Account account, string id, string name);

    /// <summary>Whether the object may change after this, so that its next update is told by what differs.</summary>
    public abstract bool StillChanges(StripeObject item);

    public abstract IEnumerable<StripeObject> AllOf(Account account);

    /// <summary>Those that a search may find.</summary>
    public abstract IEnumerable<StripeObject> SearchedOf(Account account);

    public abstract SearchForm SearchFormOf(StripeObject item);

    public abstract KeptTable Keep(Account account);
}
