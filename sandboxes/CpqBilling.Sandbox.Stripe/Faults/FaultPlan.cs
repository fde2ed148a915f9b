namespace CpqBilling.Sandbox.Stripe.Faults;

/// <summary>All planned faults. Chance comes from a seed, so that a run can be repeated.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<FaultRule> _rules = [];
    private Random _chance = new(1);
    private int _last;

    public FaultRule Add(FaultRule rule)
    {
        lock (_gate)
        {
            rule.Id = $"fault_{++_last}";
            _rules.Add(rule);
            return rule;
        }
    }

    public IReadOnlyList<FaultRule> Rules
    {
        get
        {
            lock (_gate)
            {
                return [.. _rules];
            }
        }
    }

    public void Seed(int seed)
    {
        lock (_gate)
        {
            _chance = new Random(seed);
        }
    }

    public bool Remove(string? id)
    {
        lock (_gate)
        {
            return _rules.RemoveAll(rule => id is null || rule.Id == id) > 0;
        }
    }

    /// <summary>The faults that meet this request; every matching rule counts it.</summary>
    public IReadOnlyList<FaultRule> Meeting(string method, string path)
    {
        lock (_gate)
        {
            return _rules.Count == 0 ? [] : [.. _rules.Where(rule => rule.Fits(method, path) && Meets(rule))];
        }
    }

    private bool Meets(FaultRule rule)
    {
        rule.Seen++;
        if (rule.Seen <= rule.After || rule.Met >= rule.Times || (rule.Rate is { } rate && _chance.NextDouble() >= rate))
        {
            return false;
        }

        rule.Met++;
        return true;
    }
}
