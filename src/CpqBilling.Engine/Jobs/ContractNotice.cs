using System.Collections.Immutable;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Rows;
using NodaTime;

namespace CpqBilling.Engine.Jobs;

/// <summary>A reason to look at contracts.</summary>
/// <param name="Family">The quote of the first order (see <see cref="Salesforce.FamilyReader"/>); the own id of other records.</param>
/// <param name="OrderIds">Orders that asked, or the record itself.</param>
/// <param name="Reason">Poll, event, button, command …: for the list of runs.</param>
/// <param name="DueAt">Not before, by the org's clock.</param>
public sealed record ContractNotice(string Family, ImmutableArray<string> OrderIds, string Reason, JobPriority Priority, Instant DueAt);

/// <summary>A job that was worked off.</summary>
/// <param name="Reports">What became of each record looked at.</param>
/// <param name="Fate">Whether it is done, tried again by itself, or waits for somebody to change a record.</param>
public sealed record WorkedJob(string Family, ImmutableArray<RecordReport> Reports, JobFate Fate);
