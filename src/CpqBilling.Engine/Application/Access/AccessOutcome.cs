using System.Collections.Immutable;

namespace CpqBilling.Engine.Application.Access;

/// <summary>What came of a change to people or keys: a closed union.</summary>
public abstract record AccessOutcome<T>
{
    private AccessOutcome() { }

    public sealed record Done(T Value) : AccessOutcome<T>;

    /// <param name="Reasons">Sentences for the person who asked.</param>
    public sealed record Refused(ImmutableArray<string> Reasons) : AccessOutcome<T>;
}
