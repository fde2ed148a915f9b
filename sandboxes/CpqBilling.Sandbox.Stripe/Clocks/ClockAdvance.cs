using System.Diagnostics;

namespace CpqBilling.Sandbox.Stripe.Clocks;

/// <summary>Moves a test clock in the background, in slices, so that reads get through meanwhile.</summary>
internal static class ClockAdvance
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(50);

    public static void Start(Account account, TestClock clock) => _ = Task.Run(() => RunAsync(account, clock));

    private static async Task RunAsync(Account account, TestClock clock)
    {
        await Task.Delay(account.Decisions.ClockDelayMilliseconds);
        try
        {
            while (!RunSlice(account, clock))
            {
                await Task.Delay(1);
            }
        }
        catch (Exception defect)
        {
            Fail(account, clock, defect);
        }
    }

    private static bool RunSlice(Account account, TestClock clock)
    {
        lock (account.Gate)
        {
            if (account.Decisions.ClocksFail)
            {
                throw new InvalidOperationException("The clock fails on demand.");
            }

            var started = Stopwatch.GetTimestamp();
            var target = clock.AdvancingTo!.Value;
            if (!account.TimelineOf(clock.Id).RunUntil(target, account.DueHandler.Handle, () => Stopwatch.GetElapsedTime(started) > Slice))
            {
                account.Save?.Invoke();
                return false;
            }

            clock.FrozenTime = target;
            clock.AdvancingTo = null;
            account.Events.Record("test_helpers.test_clock.ready", clock);
            account.Save?.Invoke();
            return true;
        }
    }

    /// <summary>The clock stops where it is, for good: what happened on it up to here is not to be relied on.</summary>
    private static void Fail(Account account, TestClock clock, Exception defect)
    {
        lock (account.Gate)
        {
            clock.AdvancingTo = null;
            clock.Failure = defect.Message;
            account.Events.Record("test_helpers.test_clock.internal_failure", clock);
            account.Save?.Invoke();
        }
    }
}
