using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace CpqBilling.Core.Requests;

/// <summary>A parameter of a Stripe request, before it is form-encoded: a closed union.</summary>
public abstract record StripeValue
{
    private protected StripeValue() { }

    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator StripeValue?(string? text) => text is null ? null : new StripeText(text);

    public static implicit operator StripeValue(decimal number) => new StripeNumber(number);

    public static implicit operator StripeValue(bool flag) => new StripeFlag(flag);

    public static implicit operator StripeValue(Instant instant) => new StripeTime(instant);
}

public sealed record StripeText(string Value) : StripeValue;

public sealed record StripeNumber(decimal Value) : StripeValue;

public sealed record StripeFlag(bool Value) : StripeValue;

/// <summary>Sent as whole Unix seconds.</summary>
public sealed record StripeTime(Instant Value) : StripeValue;

/// <summary>The id that another step of the plan yields; only the executor knows it.</summary>
public sealed record StripeRef(string Step) : StripeValue;

public sealed record StripeList(ImmutableArray<StripeValue> Items) : StripeValue
{
    public static StripeList Of(IEnumerable<StripeValue> items) => new([.. items]);

    public bool Equals(StripeList? other) => other is not null && Items.SequenceEqual(other.Items);

    public override int GetHashCode() => Items.Length;
}
