using System.Collections.Concurrent;

namespace CpqBilling.Sandbox.Stripe.Faults;

/// <summary>Refuses requests above the account's rate, before anything else is looked at.</summary>
internal sealed class RateLimits(SandboxState state)
{
    private static readonly object Slot = new();
    private readonly ConcurrentDictionary<(string Key, string Kind), TokenBucket> _buckets = [];
    private readonly ConcurrentDictionary<string, bool> _busyMeters = [];
    private RateProfile _profile = RateProfile.Off;

    public RateProfile Profile
    {
        get => _profile;
        set
        {
            _profile = value;
            _buckets.Clear();
        }
    }

    public void Enter(GateContext context)
    {
        var profile = _profile;
        if (profile == RateProfile.Off)
        {
            return;
        }

        var key = Authentication.ClaimedKey(context.Http.Request);
        if (context.Method == "GET" && context.Path.EndsWith("/search", StringComparison.Ordinal))
        {
            Take(key, "search", profile.Searches, "endpoint-rate");
        }

        if (context.Method == "GET")
        {
            Take(key, "read", profile.Reads, "global-rate");
        }
        else
        {
            Take(key, "write", profile.Writes, "global-rate");
        }

        if (profile.LimitsResources)
        {
            InvoiceRate.Check(state, key, context);
            TakeMeter(key, context);
        }
    }

    public void Leave(GateContext context)
    {
        if (context.Http.Items.Remove(Slot, out var slot))
        {
            _busyMeters.TryRemove((string)slot!, out _);
        }
    }

    private void Take(string key, string kind, double? perSecond, string reason)
    {
        if (perSecond is { } rate && !_buckets.GetOrAdd((key, kind), _ => new TokenBucket(rate)).TryTake())
        {
            throw FaultAnswers.RateLimited(reason);
        }
    }

    /// <summary>Usage of one customer and meter is taken in one event at a time.</summary>
    private void TakeMeter(string key, GateContext context)
    {
        if (context.Method != "POST" || context.Path != "/v1/billing/meter_events")
        {
            return;
        }

        var slot = $"{key} {context.Form.Find("event_name")?.Text} {context.Form.Find("payload")?.Find("stripe_customer_id")?.Text}";
        if (!_busyMeters.TryAdd(slot, true))
        {
            throw FaultAnswers.RateLimited("endpoint-concurrency");
        }

        context.Http.Items[Slot] = slot;
    }
}
