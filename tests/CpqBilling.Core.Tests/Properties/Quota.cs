namespace CpqBilling.Core.Tests.Properties;

/// <summary>Counts the examples of a property that were passed over, and fails where so many were that the rest says little.</summary>
/// <param name="percent">How many may be.</param>
internal sealed class Quota(int percent)
{
    private const int Enough = 100;
    private int _tried;
    private int _passedOver;

    public void Try() => Interlocked.Increment(ref _tried);

    public void PassOver() => Interlocked.Increment(ref _passedOver);

    /// <remarks>Of a few examples chance alone may pass over most.</remarks>
    public void Hold() =>
        Assert.True(_tried < Enough || _passedOver * 100 <= _tried * percent, $"{_passedOver} of {_tried} examples were passed over");
}
