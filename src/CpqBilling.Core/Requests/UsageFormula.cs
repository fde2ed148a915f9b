namespace CpqBilling.Core.Requests;

/// <summary>How a meter sums usage up.</summary>
public enum UsageFormula
{
    Sum,
    Count,

    /// <summary>What was reported last.</summary>
    Last,
}
