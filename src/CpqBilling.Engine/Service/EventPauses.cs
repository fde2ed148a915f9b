using CpqBilling.Salesforce;

namespace CpqBilling.Engine.Service;

/// <summary>How long to wait before a topic is subscribed to again: longer from time to time, and not the same for all.</summary>
internal static class EventPauses
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Somebody may switch its change events on.</summary>
    private static readonly TimeSpan NotOffered = TimeSpan.FromMinutes(5);

    /// <param name="failures">Before this one, without a good subscription between them.</param>
    public static TimeSpan After(EventEnd why, int failures)
    {
        if (why == EventEnd.NotOffered)
        {
            return NotOffered;
        }

        var doubled = First * Math.Pow(2, Math.Min(failures, 12));
        return (doubled < Longest ? doubled : Longest) * (0.75 + (0.5 * Random.Shared.NextDouble()));
    }
}
