using System.Collections.Immutable;
using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Planning;

/// <summary>Part of a plan: requests in the order they are sent, and what records get of their answers.</summary>
public sealed record PlanPart(ImmutableArray<PlanStep> Steps, ImmutableArray<FieldWrite> Writes)
{
    public static PlanPart None { get; } = new([], []);

    public static PlanPart Of(PlanStep step) => new([step], []);

    /// <summary>A step whose answer a record keeps the id of.</summary>
    public static PlanPart Of(PlanStep step, RecordRef? owner) => new([step], owner is { } record ? [FieldWrite.Id(record, step.Key)] : []);

    public bool IsEmpty => Steps.IsEmpty && Writes.IsEmpty;

    /// <summary>One part after the other. What is asked for twice is sent once; a field that is written twice counts where it was written last.</summary>
    public static PlanPart Join(IEnumerable<PlanPart> parts)
    {
        var (steps, keys) = (ImmutableArray.CreateBuilder<PlanStep>(), new HashSet<string>());
        var (writes, last) = (new List<FieldWrite>(), new Dictionary<(RecordRef, string), FieldWrite>());
        foreach (var part in parts)
        {
            steps.AddRange(part.Steps.Where(step => keys.Add(step.Key)));
            foreach (var write in part.Writes.Where(write => last.GetValueOrDefault((write.Record, write.Field)) != write))
            {
                last[(write.Record, write.Field)] = write;
                writes.Add(write);
            }
        }

        return new PlanPart(steps.DrainToImmutable(), [.. writes.Where(write => ReferenceEquals(last[(write.Record, write.Field)], write))]);
    }

    public PlanPart And(PlanPart next) =>
        next.IsEmpty ? this
        : IsEmpty ? next
        : Join([this, next]);
}
