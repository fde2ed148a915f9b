namespace CpqBilling.Core.Errors;

/// <summary>What must be true whatever the data says; a failure is a defect of ours.</summary>
public static class Invariant
{
    public static void Holds(bool condition, string why)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"Invariant broken: {why}");
        }
    }
}
