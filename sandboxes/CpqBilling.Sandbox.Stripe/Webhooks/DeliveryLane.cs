using System.Threading.Channels;

namespace CpqBilling.Sandbox.Stripe.Webhooks;

internal sealed record DeliveryJob(Account Account, WebhookDelivery Delivery)
{
    public bool IsRepetition { get; init; }
}

/// <summary>The queue of one endpoint.</summary>
internal sealed class DeliveryLane
{
    private static readonly TimeSpan ShuffleWindow = TimeSpan.FromMilliseconds(40);
    private readonly Channel<DeliveryJob> _waiting = Channel.CreateUnbounded<DeliveryJob>();
    private readonly WebhookOptions _options;
    private readonly Func<DeliveryJob, Task> _work;

    public DeliveryLane(WebhookOptions options, Func<DeliveryJob, Task> work, CancellationToken stopping)
    {
        (_options, _work) = (options, work);
        Working = Task.Run(() => RunAsync(stopping), CancellationToken.None);
    }

    public Task Working { get; }

    public void Add(DeliveryJob job) => _waiting.Writer.TryWrite(job);

    public void Drop(Action<DeliveryJob> dropped)
    {
        while (_waiting.Reader.TryRead(out var job))
        {
            dropped(job);
        }
    }

    public static List<DeliveryJob> Shuffled(List<DeliveryJob> jobs)
    {
        var mixed = jobs.ToArray();
        System.Security.Cryptography.RandomNumberGenerator.Shuffle(mixed.AsSpan());
        return [.. mixed];
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stopping))
            {
                foreach (var job in await NextAsync(stopping))
                {
                    await _work(job);
                    stopping.ThrowIfCancellationRequested();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server is going down.
        }
    }

    private async Task<List<DeliveryJob>> NextAsync(CancellationToken stopping)
    {
        if (!_options.Shuffle)
        {
            return _waiting.Reader.TryRead(out var next) ? [next] : [];
        }

        await Task.Delay(ShuffleWindow, stopping);
        List<DeliveryJob> jobs = [];
        while (_waiting.Reader.TryRead(out var job))
        {
            jobs.Add(job);
        }

        return Shuffled(jobs);
    }
}
