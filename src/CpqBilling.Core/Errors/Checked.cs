using System.Collections.Immutable;

namespace CpqBilling.Core.Errors;

/// <summary>A value with everything that is wrong with it: what each stage of a translation yields.</summary>
/// <remarks>
/// A value may stand beside errors, so that what follows from it is looked at as well, and one run tells all there is to mend. Without a
/// value nothing can follow (docs/decisions/0050).
/// </remarks>
public readonly struct Checked<T>
{
    private readonly ImmutableArray<SyncError> _errors;

    internal Checked(T? value, bool hasValue, ImmutableArray<SyncError> errors)
    {
        Value = value;
        HasValue = hasValue;
        _errors = errors;
    }

    public bool HasValue { get; }

    /// <summary>Nothing that means anything where there is no value.</summary>
    public T? Value { get; }

    public ImmutableArray<SyncError> Errors => _errors.IsDefault ? [] : _errors;

    public static implicit operator Checked<T>(T value) => new(value, true, []);

    public static implicit operator Checked<T>(SyncError error) => new(default, false, [error]);

    /// <summary>What follows from the value, with its errors behind those there are.</summary>
    public Checked<TNext> Then<TNext>(Func<T, Checked<TNext>> next) => HasValue ? next(Value!).After(Errors) : Checked.Failed<TNext>(Errors);

    public Checked<TNext> Select<TNext>(Func<T, TNext> next) => new(HasValue ? next(Value!) : default, HasValue, Errors);

    /// <summary>Lets queries be written: from … in … from … in … select.</summary>
    public Checked<TNext> SelectMany<TMiddle, TNext>(Func<T, Checked<TMiddle>> middle, Func<T, TMiddle, TNext> next)
    {
        if (!HasValue)
        {
            return Checked.Failed<TNext>(Errors);
        }

        var value = Value!;
        var found = middle(value);
        return new(found.HasValue ? next(value, found.Value!) : default, found.HasValue, Joined(Errors, found.Errors));
    }

    /// <summary>The same with more errors behind its own.</summary>
    public Checked<T> With(ImmutableArray<SyncError> more) => more.IsEmpty ? this : new(Value, HasValue, Joined(Errors, more));

    /// <summary>The same with errors that were found before.</summary>
    public Checked<T> After(ImmutableArray<SyncError> earlier) => earlier.IsEmpty ? this : new(Value, HasValue, Joined(earlier, Errors));

    private static ImmutableArray<SyncError> Joined(ImmutableArray<SyncError> first, ImmutableArray<SyncError> second) =>
        second.IsEmpty ? first
        : first.IsEmpty ? second
        : first.AddRange(second);
}
