using CpqBilling.Storage.Jobs;

namespace CpqBilling.Cli.Commands;

/// <summary>How a job stands, in the words of pages and API.</summary>
internal static class JobWords
{
    public static string Of(JobStanding standing) => standing == JobStanding.NeedsYou ? "needs-you" : standing.ToString().ToLowerInvariant();
}
