using System.Collections.Concurrent;
using System.Diagnostics;

namespace CpqBilling.Sandbox.Stripe.Webhooks;

/// <summary>Sends events to their endpoints in the background, one after the other for each endpoint.</summary>
internal sealed class WebhookDispatcher(WebhookOptions options) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, DeliveryLane> _lanes = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<DeliveryJob> _held = [];
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
    private int _outstanding;

    public WebhookOptions Options => options;

    /// <summary>From now on the account's events are delivered; so is what was pending when it was saved.</summary>
    public void Join(Account account)
    {
        account.Events.Recorded += record =>
        {
            foreach (var delivery in DeliveryBook.Open(account, record))
            {
                Send(new DeliveryJob(account, delivery), options.Copies);
            }
        };
        foreach (var delivery in account.WebhookDeliveries.All.Where(delivery => delivery.Status == WebhookDelivery.Pending))
        {
            Send(new DeliveryJob(account, delivery), 1);
        }
    }

    public void Send(DeliveryJob job, int copies)
    {
        if (options.Hold)
        {
            lock (_held)
            {
                _held.AddRange(Copies(job, copies));
            }

            return;
        }

        Enqueue(Copies(job, copies));
    }

    /// <summary>Sends what was held back, in the wanted order.</summary>
    public int Release(Func<List<DeliveryJob>, IEnumerable<DeliveryJob>> order, int copies)
    {
        List<DeliveryJob> released;
        lock (_held)
        {
            released = [.. order([.. _held.SelectMany(job => Copies(job, copies))])];
            _held.Clear();
        }

        Enqueue(released);
        return released.Count;
    }

    public void Forget()
    {
        lock (_held)
        {
            _held.Clear();
        }

        foreach (var lane in _lanes.Values)
        {
            lane.Drop(job => Interlocked.Decrement(ref _outstanding));
        }
    }

    /// <summary>Waits until nothing is on its way any more, retries included; false when that takes too long.</summary>
    public async Task<bool> SettleAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _outstanding) > 0)
        {
            if (Stopwatch.GetElapsedTime(started) > patience)
            {
                return false;
            }

            await Task.Delay(5, cancellation);
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_lanes.Values.Select(lane => lane.Working));
        _http.Dispose();
        _stopping.Dispose();
    }

    // All but the first are repetitions that change nothing in the books.
    private static IEnumerable<DeliveryJob> Copies(DeliveryJob job, int copies) =>
        Enumerable.Range(0, Math.Max(1, copies)).Select(copy => copy == 0 ? job : job with { IsRepetition = true });

    private void Enqueue(IEnumerable<DeliveryJob> jobs)
    {
        foreach (var job in jobs)
        {
            Interlocked.Increment(ref _outstanding);
            _lanes.GetOrAdd(job.Delivery.EndpointId, _ => new DeliveryLane(options, WorkAsync, _stopping.Token)).Add(job);
        }
    }

    private async Task WorkAsync(DeliveryJob job)
    {
        try
        {
            await AttemptAsync(job);
        }
        finally
        {
            Interlocked.Decrement(ref _outstanding);
        }
    }

    private async Task AttemptAsync(DeliveryJob job)
    {
        if (Prepare(job) is not { } message)
        {
            return;
        }

        using var request = message;
        var attempt = await TryAsync(request);
        if (Note(job, attempt) is { } delay)
        {
            Interlocked.Increment(ref _outstanding);
            _ = RetryAsync(job, delay);
        }
    }

    /// <summary>Taking the gate also waits until the request that caused the event is settled.</summary>
    private HttpRequestMessage? Prepare(DeliveryJob job)
    {
        var account = job.Account;
        lock (account.Gate)
        {
            return
                account.WebhookEndpoints.Find(job.Delivery.EndpointId) is { } endpoint
                && account.Events.Find(job.Delivery.EventId) is { } record
                && (job.IsRepetition || job.Delivery.Status == WebhookDelivery.Pending)
                ? WebhookMessage.For(account, endpoint, record, options)
                : null;
        }
    }

    private async Task<DeliveryAttempt> TryAsync(HttpRequestMessage request)
    {
        var (at, started) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        patience.CancelAfter(options.TimeoutMilliseconds);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var status = (int)response.StatusCode;
            return Attempt(status, status is >= 200 and < 300 ? null : $"Answered {status}");
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return Attempt(0, failure is OperationCanceledException ? "No answer in time" : failure.Message);
        }

        DeliveryAttempt Attempt(int status, string? failure) => new(at, status, failure, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>Writes the attempt down; the wait before the next one, or null when there will be none.</summary>
    private TimeSpan? Note(DeliveryJob job, DeliveryAttempt attempt)
    {
        var (account, delivery) = (job.Account, job.Delivery);
        lock (account.Gate)
        {
            account.WebhookDeliveries.Find(delivery.Id)?.Attempts.Add(attempt);
            try
            {
                if (job.IsRepetition || delivery.Status != WebhookDelivery.Pending)
                {
                    return null;
                }

                return Conclude(account, delivery, attempt);
            }
            finally
            {
                account.Save?.Invoke();
            }
        }
    }

    private TimeSpan? Conclude(Account account, WebhookDelivery delivery, DeliveryAttempt attempt)
    {
        var failures = delivery.Attempts.Count(earlier => earlier.Failure is not null);
        if (attempt.Failure is null || failures > options.RetryDelaysMilliseconds.Count)
        {
            DeliveryBook.Close(account, delivery, attempt.Failure is null ? WebhookDelivery.Delivered : WebhookDelivery.Failed);
            return null;
        }

        var delay = TimeSpan.FromMilliseconds(options.RetryDelaysMilliseconds[failures - 1]);
        delivery.NextAttemptAt = DateTimeOffset.UtcNow + delay;
        return delay;
    }

    private async Task RetryAsync(DeliveryJob job, TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, _stopping.Token);
            Enqueue([job]);
        }
        catch (OperationCanceledException)
        {
            // The server is going down; the delivery stays pending.
        }
        finally
        {
            Interlocked.Decrement(ref _outstanding);
        }
    }
}
