using System.Collections.Immutable;
using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Planning;

/// <summary>Part of a plan: requests in the order they are sent, and what records get of their answers.</summary>
/// <remarks>Parts may ask for one thing twice. That is settled once, when a plan is made of them all.</remarks>
public sealed record PlanPart(ImmutableArray<PlanStep> Steps, ImmutableArray<FieldWrite> Writes)
{
    public static PlanPart None { get; } = new([], []);

    public static PlanPart Of(PlanStep step) => new([step], []);

    /// <summary>A step whose answer a record keeps the id of.</summary>
    public static PlanPart Of(PlanStep step, RecordRef? owner) => new([step], owner is { } record ? [FieldWrite.Id(record, step.Key)] : []);

    public bool IsEmpty => Steps.IsEmpty && Writes.IsEmpty;

    /// <summary>One part after the other.</summary>
    public static PlanPart Join(params IReadOnlyCollection<PlanPart> parts) =>
        new([.. parts.SelectMany(part => part.Steps)], [.. parts.SelectMany(part => part.Writes)]);

    public PlanPart And(PlanPart next) =>
        next.IsEmpty ? this
        : IsEmpty ? next
        : new(Steps.AddRange(next.Steps), Writes.AddRange(next.Writes));

    /// <summary>What is asked for twice is sent once.</summary>
    public ImmutableArray<PlanStep> StepsOnce() => [.. Steps.DistinctBy(step => step.Key)];

    /// <summary>A field that is written twice counts where it was written last.</summary>
    public ImmutableArray<FieldWrite> LastWrites()
    {
        var writes = new OrderedDictionary<(RecordRef, string), FieldWrite>();
        foreach (var write in Writes)
        {
            var field = (write.Record, write.Field);
            if (writes.TryGetValue(field, out var before) && before != write)
            {
                writes.Remove(field);
            }

            writes.TryAdd(field, write);
        }

        return [.. writes.Values];
    }
}
