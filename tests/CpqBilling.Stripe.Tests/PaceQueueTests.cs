using CpqBilling.Stripe.Pacing;

namespace CpqBilling.Stripe.Tests;

/// <summary>Requests to an account pass evenly at its rate, the more urgent first, and more slowly after a refusal.</summary>
public sealed class PaceQueueTests
{
    private const int PerSecond = 25;

    /// <summary>From half to all: five steps of two seconds.</summary>
    private static readonly TimeSpan AtFullPace = TimeSpan.FromSeconds(10);

    [Fact]
    public void UnderLoad_EverySecondIsFull_AndNoneFuller()
    {
        var queue = new PaceQueue(PerSecond);
        var waiting = Many(queue, 1_000, AtFullPace);

        for (var second = 1; second <= 20; second++)
        {
            Assert.InRange(
                PassedUntil(queue, waiting, AtFullPace + TimeSpan.FromSeconds(second)),
                (PerSecond * second) - 1,
                (PerSecond * second) + 1
            );
        }
    }

    [Fact]
    public void New_BeginsAtHalf_AndComesToAll()
    {
        var queue = new PaceQueue(PerSecond);

        Assert.Equal([12.5, 15, 17.5, 20, 22.5, 25, 25], Enumerable.Range(0, 7).Select(step => queue.RateAt(TimeSpan.FromSeconds(step * 2))));
    }

    [Fact]
    public void RefusedForTheRate_GoesAtHalf_OnceForAllThatWereUnderWay()
    {
        var queue = new PaceQueue(PerSecond);

        queue.SlowDown(AtFullPace);
        queue.SlowDown(AtFullPace + TimeSpan.FromMilliseconds(300));

        Assert.Equal(12.5, queue.RateAt(AtFullPace));
        queue.SlowDown(AtFullPace + TimeSpan.FromSeconds(1.5));
        Assert.Equal(6.25, queue.RateAt(AtFullPace + TimeSpan.FromSeconds(1.5)));
    }

    [Fact]
    public void TwoProcesses_HalfEach()
    {
        var queue = new PaceQueue(PerSecond);
        queue.ShareAmong(2);

        Assert.Equal(12.5, queue.RateAt(AtFullPace));
    }

    [Fact]
    public void Interactive_PassesWhatWaits_AndBackfillIsNotForgotten()
    {
        var queue = new PaceQueue(PerSecond);
        var backfill = queue.Wait(RequestUrgency.Backfill, AtFullPace);
        var last = Task.CompletedTask;
        var passedAt = TimeSpan.Zero;
        for (var at = AtFullPace; at < AtFullPace + TimeSpan.FromSeconds(40); at += TimeSpan.FromMilliseconds(20))
        {
            // Twice as many come as may pass.
            last = queue.Wait(RequestUrgency.Interactive, at);
            queue.LetPass(at, _ => false);
            passedAt = passedAt == TimeSpan.Zero && backfill.IsCompleted ? at : passedAt;
        }

        Assert.False(last.IsCompleted);
        Assert.InRange(passedAt - AtFullPace, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(35));
    }

    [Fact]
    public void GivenUp_CostsNoTurn()
    {
        var queue = new PaceQueue(PerSecond);
        var waiting = Many(queue, 3, AtFullPace);

        queue.LetPass(AtFullPace, turn => turn == waiting[1]);
        queue.LetPass(AtFullPace + TimeSpan.FromMilliseconds(40), turn => turn == waiting[1]);

        Assert.Equal([true, false, true], waiting.Select(turn => turn.IsCompleted));
    }

    private static List<Task> Many(PaceQueue queue, int count, TimeSpan now) =>
        [.. Enumerable.Range(0, count).Select(_ => queue.Wait(RequestUrgency.Live, now))];

    private static int PassedUntil(PaceQueue queue, List<Task> waiting, TimeSpan until)
    {
        for (var at = until - TimeSpan.FromSeconds(1); at < until; at += TimeSpan.FromMilliseconds(7))
        {
            queue.LetPass(at, _ => false);
        }

        return waiting.Count(turn => turn.IsCompleted);
    }
}
