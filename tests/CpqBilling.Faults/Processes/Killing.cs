namespace CpqBilling.Faults.Processes;

/// <summary>Kills a process at a call: before it goes in, when it was answered and the process does not know yet, or a little later.</summary>
internal sealed class Killing
{
    private readonly Lock _lock = new();
    private readonly List<string> _seen = [];
    private readonly TaskCompletionSource _killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BillingProcess? _victim;
    private Moment _moment;

    public Killing(World world)
    {
        foreach (var (door, side) in new[] { (world.SalesforceDoor, "Salesforce"), (world.StripeDoor, "Stripe") })
        {
            door.Before = name => Pass($"before {side} {name}");
            door.After = name => Pass($"after {side} {name}");
        }
    }

    /// <summary>Ends when the victim is dead.</summary>
    public Task Killed => _killed.Task;

    /// <summary>What both servers were asked, and answered, since this was last called.</summary>
    public IReadOnlyList<string> TakeSeen()
    {
        lock (_lock)
        {
            string[] seen = [.. _seen];
            _seen.Clear();
            return seen;
        }
    }

    /// <param name="start">Starts the process; nothing it asks is passed on before it is known here.</param>
    public BillingProcess Aim(Moment moment, Func<BillingProcess> start)
    {
        lock (_lock)
        {
            _seen.Clear();
            _moment = moment;
            return _victim = start();
        }
    }

    private void Pass(string moment)
    {
        lock (_lock)
        {
            _seen.Add(moment);
            if (_victim is not { } victim || _seen.Count <= _moment.Call)
            {
                return;
            }

            if (_moment.LaterBy > TimeSpan.Zero)
            {
                _victim = null;
                _ = KillLaterAsync(victim, _moment.LaterBy);
                return;
            }

            Kill(victim);
        }

        throw new ProcessEndedException(moment);
    }

    private async Task KillLaterAsync(BillingProcess victim, TimeSpan later)
    {
        await Task.Delay(later);
        lock (_lock)
        {
            Kill(victim);
        }
    }

    private void Kill(BillingProcess victim)
    {
        _victim = null;
        victim.Kill();
        _killed.TrySetResult();
    }

    /// <summary>When a process is killed.</summary>
    /// <param name="Call">Passings of a door before it: each call passes twice.</param>
    /// <param name="LaterBy">Lets this one pass, and kills so much later: among the commits.</param>
    internal readonly record struct Moment(int Call, TimeSpan LaterBy);
}
