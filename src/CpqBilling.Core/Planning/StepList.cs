using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Planning;

/// <summary>Collects steps and write-backs while a plan is made.</summary>
public sealed class StepList(StripeSnapshot stripe)
{
    private readonly List<PlanStep> _steps = [];
    private readonly Dictionary<string, PlanStep> _stepOfKey = [];
    private readonly List<FieldWrite?> _writes = [];
    private readonly Dictionary<(RecordRef Record, string Field), int> _indexOfWrite = [];

    public IReadOnlyList<PlanStep> Steps => _steps;

    /// <summary>A field that is written twice counts where it was written last.</summary>
    public IEnumerable<FieldWrite> Writes => _writes.OfType<FieldWrite>();

    public PlanStep this[string key] => _stepOfKey[key];

    /// <summary>A step that makes an object; asking twice makes it once.</summary>
    /// <param name="state">What the object is made for, where the same may be needed again later; null where its record says so.</param>
    public StripeRef Create(string key, string path, StripeMap body, RecordRef source, RecordRef? owner, string? state = null)
    {
        if (!_stepOfKey.ContainsKey(key))
        {
            var former = owner is { } record ? stripe.FormerIds.GetValueOrDefault(record.Id, "") : "";
            var basis = $"{former} {state}".Trim();
            Add(new PlanStep(key, StripeMethod.Post, path, body, basis, source));
            if (owner is { } kept)
            {
                Write(kept, new StripeRef(key));
            }
        }

        return new StripeRef(key);
    }

    public bool Has(string key) => _stepOfKey.ContainsKey(key);

    /// <summary>Whether a step makes the object that the record is to name.</summary>
    public bool Makes(string key, RecordRef owner) =>
        _stepOfKey.ContainsKey(key)
        && _indexOfWrite.TryGetValue((owner, "Stripe_ID__c"), out var index)
        && _writes[index]?.Value is StripeRef { Step: var step }
        && step == key;

    public void Change(string key, string path, StripeMap body, string basis, RecordRef source) =>
        Add(new PlanStep(key, StripeMethod.Post, path, body, basis, source));

    public void Add(PlanStep step)
    {
        if (_stepOfKey.TryAdd(step.Key, step))
        {
            _steps.Add(step);
        }
    }

    public void Write(RecordRef record, StripeValue id) => Write(record, "Stripe_ID__c", id);

    public void Write(RecordRef record, string field, StripeValue value)
    {
        if (_indexOfWrite.TryGetValue((record, field), out var former))
        {
            _writes[former] = null;
        }

        _indexOfWrite[(record, field)] = _writes.Count;
        _writes.Add(new FieldWrite(record, field, value));
    }
}
