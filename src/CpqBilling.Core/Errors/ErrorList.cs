using System.Collections.Immutable;

namespace CpqBilling.Core.Errors;

/// <summary>Collects everything wrong with a contract, so that one run reports all of it.</summary>
public sealed class ErrorList
{
    private readonly List<SyncError> _errors = [];

    public bool Any => _errors.Count > 0;

    public void Add(SyncError error)
    {
        if (!_errors.Contains(error))
        {
            _errors.Add(error);
        }
    }

    public void AddRange(IEnumerable<SyncError> errors)
    {
        foreach (var error in errors)
        {
            Add(error);
        }
    }

    /// <summary>Keeps what is wrong; yields whether there is a value.</summary>
    public bool Take<T>(Checked<T> read, out T value)
    {
        AddRange(read.Errors);
        value = read.Value!;
        return read.HasValue;
    }

    public ImmutableArray<SyncError> ToImmutable() => [.. _errors];
}
