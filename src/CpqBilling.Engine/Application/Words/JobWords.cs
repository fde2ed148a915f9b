using CpqBilling.Storage.Jobs;

namespace CpqBilling.Engine.Application.Words;

/// <summary>How a job stands, in the words of pages and API.</summary>
public static class JobWords
{
    public static string Of(JobStanding standing) => standing == JobStanding.NeedsYou ? "needs-you" : standing.ToString().ToLowerInvariant();
}
