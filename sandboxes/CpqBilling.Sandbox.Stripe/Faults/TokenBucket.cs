using System.Diagnostics;

namespace CpqBilling.Sandbox.Stripe.Faults;

/// <summary>Lets so many requests through per second, and as many at once after a pause.</summary>
internal sealed class TokenBucket
{
    private readonly Lock _gate = new();
    private readonly double _perSecond;
    private double _tokens;
    private long _filledAt = Stopwatch.GetTimestamp();

    public TokenBucket(double perSecond) => _perSecond = _tokens = perSecond;

    public bool TryTake()
    {
        lock (_gate)
        {
            var now = Stopwatch.GetTimestamp();
            _tokens = Math.Min(_perSecond, _tokens + (Stopwatch.GetElapsedTime(_filledAt, now).TotalSeconds * _perSecond));
            _filledAt = now;
            if (_tokens < 1)
            {
                return false;
            }

            _tokens--;
            return true;
        }
    }
}
