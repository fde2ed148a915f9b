using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CpqBilling.Storage.Writing;

/// <summary>The one writer of a process: what waits while a commit runs is committed together with the next.</summary>
/// <remarks>Each write stands in a savepoint of its own, so that one that fails takes none of the others with it.</remarks>
internal sealed class SqliteWriter(Func<BillingDb> create)
{
    private const int MostAtOnce = 64;
    private const string Savepoint = "one_write";
    private readonly Lock _lock = new();
    private readonly Queue<Write> _waiting = new();
    private bool _isWriting;

    public Task<T> WriteAsync<T>(Func<BillingDb, Task<T>> work)
    {
        var write = new Write<T>(work);
        lock (_lock)
        {
            _waiting.Enqueue(write);
            if (!_isWriting)
            {
                _isWriting = true;
                _ = Task.Run(WriteAllAsync);
            }
        }

        return write.Result;
    }

    private async Task WriteAllAsync()
    {
        while (Next() is { Count: > 0 } batch)
        {
            try
            {
                await CommitAsync(batch);
            }
            catch (Exception failure)
            {
                batch.ForEach(write => write.Fail(failure));
            }
        }
    }

    private List<Write> Next()
    {
        lock (_lock)
        {
            var batch = new List<Write>();
            while (batch.Count < MostAtOnce && _waiting.TryDequeue(out var write))
            {
                batch.Add(write);
            }

            _isWriting = batch.Count > 0;
            return batch;
        }
    }

    private async Task CommitAsync(List<Write> batch)
    {
        await using var db = create();
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Database.AutoSavepointsEnabled = false;
        foreach (var write in batch)
        {
            await RunAsync(write, db, transaction);
        }

        await transaction.CommitAsync();
        batch.ForEach(write => write.Complete());
    }

    private static async Task RunAsync(Write write, BillingDb db, IDbContextTransaction transaction)
    {
        db.ChangeTracker.Clear();
        await transaction.CreateSavepointAsync(Savepoint);
        try
        {
            await write.RunAsync(db);
        }
        catch (Exception failure)
        {
            await transaction.RollbackToSavepointAsync(Savepoint);
            write.Note(failure);
        }

        await transaction.ReleaseSavepointAsync(Savepoint);
    }

    private abstract class Write
    {
        public abstract Task RunAsync(BillingDb db);

        /// <summary>It left nothing; told when the others are stored, so that whoever looks why finds them.</summary>
        public abstract void Note(Exception failure);

        public abstract void Complete();

        public abstract void Fail(Exception failure);
    }

    private sealed class Write<T>(Func<BillingDb, Task<T>> work) : Write
    {
        private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _written;
        private Exception? _failure;

        public Task<T> Result => _result.Task;

        public override async Task RunAsync(BillingDb db) => _written = await work(db);

        public override void Note(Exception failure) => _failure = failure;

        public override void Complete()
        {
            if (_failure is null)
            {
                _result.TrySetResult(_written!);
            }
            else
            {
                _result.TrySetException(_failure);
            }
        }

        public override void Fail(Exception failure) => _result.TrySetException(failure);
    }
}
