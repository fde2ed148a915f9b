using CpqBilling.Core.Errors;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.StripePlan;

/// <summary>Collects steps and write-backs while a plan is made.</summary>
public sealed class StepList(StripeSnapshot stripe)
{
    private readonly List<PlanStep> _steps = [];
    private readonly List<FieldWrite> _writes = [];
    private readonly HashSet<string> _keys = [];

    public IReadOnlyList<PlanStep> Steps => _steps;

    public IReadOnlyList<FieldWrite> Writes => _writes;

    public bool Has(string key) => _keys.Contains(key);

    /// <summary>A step that makes an object; asking twice makes it once.</summary>
    /// <param name="state">What the object is made for, where the same may be needed again later; null where its record says so.</param>
    public StripeRef Create(string key, string path, StripeMap body, RecordRef source, RecordRef? owner, string? state = null)
    {
        if (_keys.Add(key))
        {
            var basis = state ?? (owner is { } record ? stripe.FormerIds.GetValueOrDefault(record.Id, "") : "");
            _steps.Add(new PlanStep(key, StripeMethod.Post, path, body, basis, source));
            if (owner is { } kept)
            {
                Write(kept, new StripeRef(key));
            }
        }

        return new StripeRef(key);
    }

    public void Change(string key, string path, StripeMap body, string basis, RecordRef source) =>
        Add(new PlanStep(key, StripeMethod.Post, path, body, basis, source));

    public void Add(PlanStep step)
    {
        if (_keys.Add(step.Key))
        {
            _steps.Add(step);
        }
    }

    public void Write(RecordRef record, StripeValue id) => Write(record, "Stripe_ID__c", id);

    public void Write(RecordRef record, string field, StripeValue value)
    {
        _writes.RemoveAll(write => write.Record == record && write.Field == field);
        _writes.Add(new FieldWrite(record, field, value));
    }
}
