using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CpqBilling.Faults;

/// <summary>Lets a process end before or after a commit, and keeps what is over from the database.</summary>
internal sealed class BreakableCommits(Moments moments) : IDbTransactionInterceptor, IDbConnectionInterceptor
{
    public ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction,
        TransactionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    )
    {
        moments.Pass("before a commit");
        return ValueTask.FromResult(result);
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        moments.Pass("after a commit");
        return Task.CompletedTask;
    }

    public ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    ) => moments.IsOver ? throw new ProcessEndedException("before") : ValueTask.FromResult(result);
}
