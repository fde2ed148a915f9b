using NodaTime;

namespace CpqBilling.Core.Calendar;

/// <summary>A moment at which the timeline changes.</summary>
/// <param name="At">Midnight of a calendar date, or the instant at which a change took or takes effect.</param>
/// <param name="IsNow">The change takes effect in this very run: Stripe is told "now" instead of a time.</param>
public readonly record struct Boundary(Instant At, bool IsNow = false) : IComparable<Boundary>
{
    public bool IsOpen => At == OpenEnd.At;

    public static Boundary Later(Boundary first, Boundary second) => first >= second ? first : second;

    public int CompareTo(Boundary other) => At.CompareTo(other.At);

    public static bool operator <(Boundary left, Boundary right) => left.At < right.At;

    public static bool operator >(Boundary left, Boundary right) => left.At > right.At;

    public static bool operator <=(Boundary left, Boundary right) => left.At <= right.At;

    public static bool operator >=(Boundary left, Boundary right) => left.At >= right.At;
}
