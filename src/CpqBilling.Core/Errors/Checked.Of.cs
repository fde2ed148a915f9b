using System.Collections.Immutable;

namespace CpqBilling.Core.Errors;

/// <inheritdoc cref="Checked{T}"/>
public static class Checked
{
    public static Checked<T> Of<T>(T value, ImmutableArray<SyncError> errors = default) => new(value, true, errors);

    /// <summary>A value, and what is wrong with it if anything is.</summary>
    public static Checked<T> Of<T>(T value, SyncError? error) => new(value, true, error is null ? [] : [error]);

    public static Checked<T> Failed<T>(ImmutableArray<SyncError> errors) => new(default, false, errors);

    /// <summary>Neither a value nor anything wrong.</summary>
    public static Checked<T> Nothing<T>() => new(default, false, []);

    /// <summary>Both values, where there are two; the errors of both, whether there are or not.</summary>
    public static Checked<(T First, TOther Second)> Both<T, TOther>(Checked<T> first, Checked<TOther> second) =>
        new((first.Value!, second.Value!), first.HasValue && second.HasValue, first.With(second.Errors).Errors);

    /// <summary>The values there are, and the errors of all.</summary>
    public static Checked<ImmutableArray<T>> All<T>(IEnumerable<Checked<T>> parts)
    {
        var values = ImmutableArray.CreateBuilder<T>();
        var errors = ImmutableArray.CreateBuilder<SyncError>();
        foreach (var part in parts)
        {
            if (part.HasValue)
            {
                values.Add(part.Value!);
            }

            errors.AddRange(part.Errors);
        }

        return Of(values.DrainToImmutable(), errors.DrainToImmutable());
    }

    /// <summary>One step after the other, each from what the one before came to.</summary>
    public static Checked<TState> Fold<TState, T>(TState start, IEnumerable<T> steps, Func<TState, T, Checked<TState>> step)
    {
        var state = Of(start);
        foreach (var next in steps.TakeWhile(_ => state.HasValue))
        {
            state = step(state.Value!, next).After(state.Errors);
        }

        return state;
    }
}
