namespace CpqBilling.Core.Tests.Properties;

/// <summary>How many examples a property tries: as many as it says, or fewer where it runs once for each mutant.</summary>
internal static class Samples
{
    private static readonly int Most = int.TryParse(Environment.GetEnvironmentVariable("CPQBILLING_SAMPLES"), out var most) ? most : int.MaxValue;

    public static int Of(int count) => Math.Min(count, Most);
}
