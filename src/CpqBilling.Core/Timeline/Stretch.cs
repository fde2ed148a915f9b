using CpqBilling.Core.Calendar;

namespace CpqBilling.Core.Timeline;

/// <summary>From one cut of the timeline to the next.</summary>
internal readonly record struct Stretch(Boundary Start, Boundary End, bool IsFirst, bool IsLast)
{
    /// <summary>The first one holds what came before it, too.</summary>
    public bool Holds(Boundary at) => at < End && (IsFirst || at >= Start);
}
