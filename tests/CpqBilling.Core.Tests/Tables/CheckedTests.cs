using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>docs/decisions/0050: a value with its errors. What can be looked at is looked at, and errors keep their order.</summary>
public sealed class CheckedTests
{
    private static readonly SyncError First = OrderErrors.QuoteMissing(new RecordRef("Order", "1"));
    private static readonly SyncError Second = OrderErrors.QuoteMissing(new RecordRef("Order", "2"));
    private static readonly SyncError Third = OrderErrors.QuoteMissing(new RecordRef("Order", "3"));

    [Fact]
    public void ValueBesideAnError_GoesOn_AndKeepsTheError()
    {
        var read = Checked.Of(2, First).Then(number => Checked.Of(number * 10, Second)).Select(number => number + 1);
        Assert.Equal((true, 21), (read.HasValue, read.Value));
        Assert.Equal([First, Second], read.Errors);
    }

    [Fact]
    public void WithoutAValue_NothingFollows()
    {
        Checked<int> none = First;
        var read = from number in none from never in Never(number) select never;
        Assert.False(read.HasValue);
        Assert.Equal([First], read.Errors);
    }

    [Fact]
    public void Query_KeepsErrorsInOrder()
    {
        var read =
            from one in Checked.Of(1, First)
            from two in Checked.Of(one + 1, Second)
            from three in Checked.Of(two + 1, Third)
            select one + two + three;
        Assert.Equal(6, read.Value);
        Assert.Equal([First, Second, Third], read.Errors);
    }

    [Fact]
    public void Both_TellsOfBoth_ThoughOneHasNoValue()
    {
        var both = Checked.Both<int, int>(First, Checked.Of(1, Second));
        Assert.False(both.HasValue);
        Assert.Equal([First, Second], both.Errors);
        Assert.Equal((1, 2), Checked.Both<int, int>(1, 2).Value);
    }

    [Fact]
    public void All_KeepsTheValuesThereAre()
    {
        var all = Checked.All<int>([1, First, Checked.Of(3, Second), Checked.Nothing<int>()]);
        Assert.True(all.HasValue);
        Assert.Equal([1, 3], all.Value);
        Assert.Equal([First, Second], all.Errors);
    }

    [Fact]
    public void Fold_StopsWhereAStepHasNoValue()
    {
        static Checked<int> Add(int sum, int next) => next < 0 ? First : Checked.Of(sum + next, next == 2 ? Second : null);
        Assert.Equal(6, Checked.Fold(0, [1, 2, 3], Add).Value);
        Assert.Equal([Second], Checked.Fold(0, [1, 2, 3], Add).Errors);
        var stopped = Checked.Fold(0, [2, -1, 2], Add);
        Assert.False(stopped.HasValue);
        Assert.Equal([Second, First], stopped.Errors);
    }

    [Fact]
    public void MoreErrors_StandBehindOrBefore()
    {
        Assert.Equal([First, Second], Checked.Of(1, First).With([Second]).Errors);
        Assert.Equal([Second, First], Checked.Of(1, First).After([Second]).Errors);
        Assert.Empty(default(Checked<int>).Errors);
    }

    private static Checked<int> Never(int number) => throw new InvalidOperationException($"{number} is no value.");
}
