using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Sync;

namespace CpqBilling.Engine.Application.Backfilling;

/// <summary>Works off what is due, where no service does: several contracts at once, each under its lease.</summary>
public sealed class QueueDrain(BillingOrg org)
{
    private const int AtOnce = 8;
    private readonly ContractJobs _jobs = new(org);

    /// <param name="ended">Told of each record that was looked at, from any thread.</param>
    public async Task RunAsync(Action<RecordReport> ended, CancellationToken cancellation)
    {
        while (await _jobs.DueAsync(AtOnce * AtOnce, cancellation) is { IsEmpty: false } due)
        {
            await Parallel.ForEachAsync(
                due,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                async (family, token) =>
                {
                    var worked = await _jobs.WorkAsync(family, token);
                    foreach (var report in worked?.Reports.Where(entry => entry.Report.MovedTo is null) ?? [])
                    {
                        ended(report);
                    }
                }
            );
        }
    }
}
