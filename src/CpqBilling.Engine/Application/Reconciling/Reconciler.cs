using System.Collections.Concurrent;
using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Engine.Application.Contracts;
using CpqBilling.Engine.Application.Drafts;
using CpqBilling.Engine.Application.Issues;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage.Outgoing;
using CpqBilling.Storage.Rows;
using CpqBilling.Storage.Rows.Outgoing;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Engine.Application.Reconciling;

/// <summary>Holds every contract against Stripe: nothing must be left to send, every invoice must be as expected, and the total must be CPQ's. Changes nothing on either side; what it finds is an alert.</summary>
/// <remarks>Each contract is read anew from both sides, a few at once; what can be repaired is repaired by an ordinary sync.</remarks>
public sealed class Reconciler(BillingOrg org)
{
    private const int AtOnce = 4;

    /// <param name="progress">Told after each contract, from any thread.</param>
    public async Task<ReconcileOutcome> RunAsync(Action<SweepProgress>? progress, CancellationToken cancellation)
    {
        var contracts = await ListedContract.AllAsync(org, cancellation);
        var looks = new ConcurrentBag<Look>();
        await Parallel.ForEachAsync(
            contracts,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (contract, token) =>
            {
                looks.Add(await LookAsync(contract, token));
                progress?.Invoke(new SweepProgress(looks.Count, contracts.Count));
            }
        );
        var outcome = new ReconcileOutcome(
            contracts.Count,
            looks.Count(look => look.Findings.IsEmpty),
            [
                .. looks
                    .SelectMany(look => look.Findings)
                    .OrderBy(finding => finding.Kind)
                    .ThenBy(finding => finding.Number, StringComparer.Ordinal)
                    .ThenBy(finding => finding.On),
            ],
            [
                .. looks
                    .Where(look => look.Currency is not null)
                    .GroupBy(look => look.Currency!)
                    .Select(group => new HeldMoney(group.Key, (long)group.Sum(look => look.Billed)))
                    .OrderByDescending(money => money.Minor),
            ],
            org.Now
        );
        await AlertAsync(outcome.Findings.Length, cancellation);
        return outcome;
    }

    /// <summary>Until a later look finds nothing.</summary>
    private Task AlertAsync(int findings, CancellationToken cancellation)
    {
        AlertNews[] present =
            findings == 0
                ? []
                :
                [
                    new AlertNews(
                        org.Facts.OrgId,
                        AlertKind.ReconcileFindings,
                        "",
                        $"The last reconciliation found {(findings == 1 ? "one difference" : $"{findings:#,##0} differences")} between CPQ and Stripe.",
                        "Open Reconcile: each finding says what differs, and can be repaired where a sync can do it."
                    ),
                ];
        return new AlertBook(org.Database).HoldAsync(
            new AlertScope(org.Facts.OrgId, [AlertKind.ReconcileFindings]),
            present,
            SystemClock.Instance.GetCurrentInstant(),
            cancellation
        );
    }

    private async Task<Look> LookAsync(ListedContract contract, CancellationToken cancellation)
    {
        var read = await new SnapshotReader(org).ReadAsync(contract.OrderId, cancellation);
        if (read.Snapshot is not { } snapshot)
        {
            var unread = new ReconcileFinding(FindingKind.NotRead, contract.Key, contract.Number, "", $"{read.Error!.Message} {read.Error.Fix}");
            return new Look([unread], null, 0);
        }

        var (held, stripeId) = await RowsAsync(contract.Key, cancellation);
        var day = new BillingDay(org.Settings.BillingTimeZone);
        var actual = stripeId is null ? [] : await new ActualInvoices(org.Stripe, day).ReadAsync(stripeId, cancellation);
        var view = ContractReading.Of(snapshot, held, actual, org.Now);
        return new Look([.. ContractFindings.Of(view, contract.Number)], view.Currency, view.Cents?.Billed ?? 0);
    }

    private async Task<(HashSet<string> Held, string? StripeId)> RowsAsync(string contractKey, CancellationToken cancellation)
    {
        await using var db = org.Database.CreateDbContext();
        var rows = await db
            .ListedOrders.Where(row => row.OrgId == org.Facts.OrgId && row.ContractKey == contractKey)
            .Select(row => new
            {
                row.OrderId,
                row.State,
                row.StripeId,
            })
            .ToListAsync(cancellation);
        return (
            rows.Where(row => row.State == OrderState.NeedsYou).Select(row => row.OrderId).ToHashSet(),
            rows.Select(row => row.StripeId).FirstOrDefault(id => id is not null)
        );
    }

    private sealed record Look(ImmutableArray<ReconcileFinding> Findings, string? Currency, decimal Billed);
}
